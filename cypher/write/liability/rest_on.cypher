// name:    write/liability/rest_on
// summary: The grounds on which new versions of findings rest (A7).
// params:  rows: list; seq: int; open_seq: int
// returns: linked: int
UNWIND $rows AS row
MATCH (finding:Finding {version_id: row.version_id})
USING INDEX SEEK finding:Finding(version_id)
MERGE (ground:Ground {ground_key: row.fact_id})
ON CREATE SET ground.fact_id = row.fact_id, ground.fact_type = row.fact_type, ground.record_key = row.record_key,
  ground.ground_ref = row.ground_ref, ground.seq_from = $seq, ground.seq_to = $open_seq
CREATE (finding)-[:RESTS_ON]->(ground)
RETURN count(ground) AS linked
