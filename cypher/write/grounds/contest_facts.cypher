// name:    write/grounds/contest_facts
// summary: Let objections contest facts that are given by their id.
// params:  fact_ids: list[str]; seq: int; open_seq: int
// returns: contested: int
UNWIND $fact_ids AS fact_id
MATCH (objection:Objection {target_fact_id: fact_id})
USING INDEX SEEK objection:Objection(target_fact_id)
WHERE objection.seq_to = $open_seq
MERGE (ground:Ground {ground_key: fact_id})
ON CREATE SET ground.fact_id = fact_id, ground.seq_from = $seq, ground.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(ground)
RETURN count(ground) AS contested
