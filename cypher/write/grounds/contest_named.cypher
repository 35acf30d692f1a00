// name:    write/grounds/contest_named
// summary: Let current objections to somebody's role contest the papers that name him in that role of that unit.
// slots:   label: fact_node
// params:  rows: list; seq: int; open_seq: int
// returns: grounds: list[str]
UNWIND $rows AS row
MATCH (objection:Objection {person_id: row.objector})
USING INDEX SEEK objection:Objection(person_id)
WHERE objection.seq_to = $open_seq AND objection.entity_id = row.entity_id AND objection.role = row.role
  AND coalesce(objection.result, '') <> 'CORRECTED'
MATCH (named:Attribution {person_id: row.holder})
USING INDEX SEEK named:Attribution(person_id)
WHERE named.seq_to = $open_seq AND named.role = row.liable_role
MATCH (fact:{{label}} {ground_ref: named.target_ref})
USING INDEX SEEK fact:{{label}}(ground_ref)
WHERE fact.seq_to = $open_seq AND fact.entity_id = row.entity_id
MERGE (ground:Ground {ground_key: named.fact_id})
ON CREATE SET ground.fact_id = named.fact_id, ground.fact_type = 'Attribution', ground.record_key = named.record_key,
  ground.ground_ref = '', ground.seq_from = $seq, ground.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(ground)
RETURN collect(DISTINCT ground.ground_key) AS grounds
