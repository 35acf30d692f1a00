// name:    write/grounds/contest_again
// summary: Let current objections to facts contest what has come in their place, or come back, under these keys.
// params:  rows: list; seq: int; open_seq: int
// returns: grounds: list[str]
UNWIND $rows AS row
OPTIONAL MATCH (same:Ground {record_key: row.former_key})
USING INDEX SEEK same:Ground(record_key)
WITH row, collect(same) AS versions
OPTIONAL MATCH (former:Ground {goes_on_as: row.former_key})
USING INDEX SEEK former:Ground(goes_on_as)
WITH row, versions, collect(former) AS formers
UNWIND versions + formers AS old
MATCH (old)<-[:CONTESTS]-(objection:Objection)
WHERE objection.seq_to = $open_seq AND old.ground_key <> row.new_fact_id
MERGE (new:Ground {ground_key: row.new_fact_id})
ON CREATE SET new.fact_id = row.new_fact_id, new.fact_type = old.fact_type, new.record_key = row.record_key,
  new.ground_ref = old.ground_ref, new.seq_from = $seq, new.seq_to = $open_seq
MERGE (objection)-[:CONTESTS]->(new)
RETURN collect(DISTINCT new.ground_key) AS grounds
