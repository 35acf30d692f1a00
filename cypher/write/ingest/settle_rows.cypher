// name:    write/ingest/settle_rows
// summary: Quarantined rows whose corrected row has come leave the sheet; they stay readable as of an earlier commit.
// params:  keys: list; run_id: str; open_seq: int; seq: int
// returns: settled: int
UNWIND $keys AS key
MATCH (kept:QuarantinedRow {source_key: key})
USING INDEX SEEK kept:QuarantinedRow(source_key)
WHERE kept.seq_to = $open_seq AND NOT kept.returned
SET kept.seq_to = $seq, kept.settled_by = $run_id
RETURN count(kept) AS settled
