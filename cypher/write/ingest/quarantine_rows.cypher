// name:    write/ingest/quarantine_rows
// summary: Rows that were not taken, redacted, with reason and remedy; one that comes again is awaited again.
// params:  rows: list; open_seq: int; seq: int
// returns: kept: int
UNWIND $rows AS row
MERGE (kept:QuarantinedRow {quarantine_key: row.quarantine_key})
ON CREATE SET kept += row.properties, kept.seq_from = $seq, kept.seq_to = $open_seq
ON MATCH SET kept.seq_to = $open_seq, kept.settled_by = null
RETURN count(kept) AS kept
