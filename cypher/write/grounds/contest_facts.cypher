// name:    write/grounds/contest_facts
// summary: Let objections contest facts that are given by their id; which grounds rest on them.
// params:  fact_ids: list[str]; seq: int; open_seq: int
// returns: contested: int; refs: list[str]
UNWIND $fact_ids AS fact_id
MATCH (objection:Objection {target_fact_id: fact_id})
USING INDEX SEEK objection:Objection(target_fact_id)
WHERE objection.seq_to = $open_seq
MERGE (ground:Ground {ground_key: fact_id})
ON CREATE SET ground.fact_id = fact_id, ground.seq_from = $seq, ground.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(ground)
WITH ground
OPTIONAL MATCH (ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_to = $open_seq
RETURN count(DISTINCT ground) AS contested, collect(DISTINCT finding.ground_ref) AS refs
