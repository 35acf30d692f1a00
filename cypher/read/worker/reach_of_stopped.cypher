// name:    read/worker/reach_of_stopped
// summary: Of persons with a death or incapacity on record: their offices, and the decisions on or naming them.
// params:  ids: list[str]; seq: int
// returns: persons: list[str]; entities: list[str]; refs: list[str]
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
MATCH (person)-[:HAS_STATUS]->(status:PersonStatus)
WHERE status.seq_from <= $seq
OPTIONAL MATCH (person)-[:LEGAL_REP_OF|PRINCIPAL_OF|EXECUTIVE_PARTNER_OF|DECLARED_CONTROLLER_OF]->(entity:Entity)
OPTIONAL MATCH (person)-[:LISTED_BY|BOUND_BY|NAMED_BY]->(fact)
RETURN collect(DISTINCT person.person_id) AS persons, collect(DISTINCT entity.entity_id) AS entities,
  collect(DISTINCT coalesce(fact.target_ref, fact.ground_ref)) AS refs
