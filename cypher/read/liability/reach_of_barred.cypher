// name:    read/liability/reach_of_barred
// summary: Of barred persons: the decisions that their bans number, where they hold office, and who names them for what.
// params:  ids: list[str]; seq: int
// returns: decisions: list[str]; entities: list[str]; refs: list[str]
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
OPTIONAL MATCH (person)-[:BARRED_BY]->(ban)
WHERE ban.seq_from <= $seq
OPTIONAL MATCH (person)-[:NAMED_BY|PENALISED_BY]->(paper)
WHERE paper.seq_from <= $seq
OPTIONAL MATCH (person)-[:LEGAL_REP_OF|PRINCIPAL_OF|EXECUTIVE_PARTNER_OF|DECLARED_CONTROLLER_OF]->(entity:Entity)
RETURN collect(DISTINCT ban.target_ref) AS decisions,
  collect(DISTINCT entity.entity_id) + collect(DISTINCT ban.entity_id) AS entities,
  collect(DISTINCT coalesce(paper.target_ref, paper.ground_ref)) AS refs
