// name:    read/identity/reach
// summary: Where persons hold or held office, and the decisions on or naming them: what a judgement on them turns.
// params:  ids: list[str]; seq: int
// returns: entities: list; refs: list
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
CALL (person) {
  MATCH (person)-[office:LEGAL_REP_OF|PRINCIPAL_OF|EXECUTIVE_PARTNER_OF|DECLARED_CONTROLLER_OF]->(entity:Entity)
  WHERE office.seq_from <= $seq
  WITH DISTINCT entity.entity_id AS entity_id ORDER BY entity_id
  RETURN collect(entity_id) AS entities
}
CALL (person) {
  MATCH (person)-[:LISTED_BY|BOUND_BY|NAMED_BY|PENALISED_BY]->(fact)
  WHERE fact.seq_from <= $seq
  WITH DISTINCT coalesce(fact.target_ref, fact.ground_ref) AS ref ORDER BY ref
  RETURN collect(ref) AS refs
}
RETURN collect(entities) AS entities, collect(refs) AS refs
