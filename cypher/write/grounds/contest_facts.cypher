// name:    write/grounds/contest_facts
// summary: Let objections contest facts given by their id, and what has replaced these since; which grounds rest on them.
// params:  fact_ids: list[str]; seq: int; open_seq: int
// returns: grounds: list[str]; refs: list[str]
UNWIND $fact_ids AS fact_id
MATCH (objection:Objection {target_fact_id: fact_id})
USING INDEX SEEK objection:Objection(target_fact_id)
WHERE objection.seq_to = $open_seq
OPTIONAL MATCH (former:Objection {record_key: objection.record_key})-[:CONTESTS]->(later:Ground)
USING INDEX SEEK former:Objection(record_key)
WHERE former.target_fact_id = fact_id AND later.seq_to = $open_seq
WITH fact_id, objection, collect(DISTINCT later.ground_key) AS followed
OPTIONAL MATCH (known:Ground {ground_key: fact_id})
USING INDEX SEEK known:Ground(ground_key)
OPTIONAL MATCH (other:Ground {record_key: known.record_key})
USING INDEX SEEK other:Ground(record_key)
WHERE other.seq_to = $open_seq
OPTIONAL MATCH (next:Ground {record_key: known.goes_on_as})
USING INDEX SEEK next:Ground(record_key)
WHERE next.seq_to = $open_seq
WITH fact_id, objection, followed, collect(DISTINCT other.ground_key) + collect(DISTINCT next.ground_key) AS others
UNWIND [fact_id] + followed + others AS key
MERGE (ground:Ground {ground_key: key})
ON CREATE SET ground.fact_id = key, ground.seq_from = $seq, ground.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(ground)
WITH ground
OPTIONAL MATCH (ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_to = $open_seq
RETURN collect(DISTINCT ground.ground_key) AS grounds, collect(DISTINCT finding.ground_ref) AS refs
