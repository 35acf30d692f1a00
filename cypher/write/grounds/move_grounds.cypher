// name:    write/grounds/move_grounds
// summary: Close the grounds of closed facts, and let open objections contest the new version.
// params:  rows: list; seq: int; open_seq: int
// returns: grounds: list[str]
UNWIND $rows AS row
MATCH (old:Ground {ground_key: row.old_fact_id})
USING INDEX SEEK old:Ground(ground_key)
SET old.seq_to = $seq, old.record_key = coalesce(old.record_key, row.former_key)
WITH old, row
WHERE row.new_fact_id IS NOT NULL
MERGE (new:Ground {ground_key: row.new_fact_id})
ON CREATE SET new.fact_id = row.new_fact_id, new.fact_type = old.fact_type, new.record_key = row.record_key,
  new.ground_ref = old.ground_ref, new.seq_from = $seq, new.seq_to = $open_seq,
  new.told_since = CASE WHEN row.rekeyed THEN old.told_since END
WITH old, new
MATCH (old)<-[:CONTESTS]-(objection:Objection)
WHERE objection.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(new)
RETURN collect(DISTINCT new.ground_key) AS grounds
