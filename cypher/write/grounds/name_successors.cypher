// name:    write/grounds/name_successors
// summary: Note as which fact these go on, at the grounds of all their versions; the last version gets one if it has none.
// params:  rows: list; seq: int; open_seq: int
// returns: named: int
UNWIND $rows AS row
MERGE (last:Ground {ground_key: row.old_fact_id})
ON CREATE SET last.fact_id = row.old_fact_id, last.seq_from = $seq, last.seq_to = $open_seq
SET last.record_key = coalesce(last.record_key, row.former_key)
WITH DISTINCT row
MATCH (former:Ground {record_key: row.former_key})
USING INDEX SEEK former:Ground(record_key)
SET former.goes_on_as = row.record_key
RETURN count(former) AS named
