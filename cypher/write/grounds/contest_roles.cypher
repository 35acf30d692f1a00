// name:    write/grounds/contest_roles
// summary: Let current objections to somebody's role contest every office of that role that registers give him there.
// slots:   type: fact_edge
// params:  rows: list; seq: int; open_seq: int
// returns: grounds: list[str]
UNWIND $rows AS row
MATCH (objection:Objection {person_id: row.objector})
USING INDEX SEEK objection:Objection(person_id)
WHERE objection.seq_to = $open_seq AND objection.entity_id = row.entity_id AND objection.role = row.role
MATCH (person:Person {person_id: row.holder})-[edge:{{type}}]->(entity:Entity)
USING INDEX SEEK person:Person(person_id)
WHERE edge.seq_to = $open_seq AND entity.entity_id = row.entity_id
MERGE (ground:Ground {ground_key: edge.fact_id})
ON CREATE SET ground.fact_id = edge.fact_id, ground.fact_type = '{{type}}', ground.record_key = edge.record_key,
  ground.ground_ref = '', ground.seq_from = $seq, ground.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(ground)
RETURN collect(DISTINCT ground.ground_key) AS grounds
