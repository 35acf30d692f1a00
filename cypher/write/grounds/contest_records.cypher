// name:    write/grounds/contest_records
// summary: Join objections and the decisions that they contest, whichever came first; which grounds rest on these.
// slots:   label: fact_node
// params:  refs: list[str]; seq: int; open_seq: int
// returns: grounds: list[str]; refs: list[str]
UNWIND $refs AS ref
MATCH (objection:Objection {target_ref: ref})
USING INDEX SEEK objection:Objection(target_ref)
WHERE objection.seq_to = $open_seq
MATCH (fact:{{label}} {ground_ref: ref})
USING INDEX SEEK fact:{{label}}(ground_ref)
WHERE fact.seq_to = $open_seq
MERGE (ground:Ground {ground_key: fact.fact_id})
ON CREATE SET ground.fact_id = fact.fact_id, ground.fact_type = '{{label}}', ground.record_key = fact.record_key,
  ground.ground_ref = ref, ground.seq_from = $seq, ground.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(ground)
WITH ground
OPTIONAL MATCH (ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_to = $open_seq
RETURN collect(DISTINCT ground.ground_key) AS grounds, collect(DISTINCT finding.ground_ref) AS refs
