// name:    write/grounds/contest_versions
// summary: Let objections to a version of a decision, given by its id, contest the version that has replaced it too.
// slots:   label: fact_node
// params:  fact_ids: list[str]; seq: int; open_seq: int
// returns: grounds: list[str]; refs: list[str]
UNWIND $fact_ids AS fact_id
MATCH (former:{{label}} {fact_id: fact_id})
USING INDEX SEEK former:{{label}}(fact_id)
OPTIONAL MATCH (known:Ground {ground_key: fact_id})
USING INDEX SEEK known:Ground(ground_key)
WITH fact_id, [former.record_key] + [key IN [known.goes_on_as] WHERE key IS NOT NULL] AS keys
UNWIND keys AS key
MATCH (fact:{{label}} {current_key: key})
USING INDEX SEEK fact:{{label}}(current_key)
WHERE fact.fact_id <> fact_id
MATCH (objection:Objection {target_fact_id: fact_id})
USING INDEX SEEK objection:Objection(target_fact_id)
WHERE objection.seq_to = $open_seq
MERGE (ground:Ground {ground_key: fact.fact_id})
ON CREATE SET ground.fact_id = fact.fact_id, ground.fact_type = '{{label}}', ground.record_key = fact.record_key,
  ground.ground_ref = fact.ground_ref, ground.seq_from = $seq, ground.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(ground)
WITH ground
OPTIONAL MATCH (ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_to = $open_seq
RETURN collect(DISTINCT ground.ground_key) AS grounds, collect(DISTINCT finding.ground_ref) AS refs
