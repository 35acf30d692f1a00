// name:    write/ingest/quarantine_rows
// summary: Rows that were not taken, redacted, with reason and remedy.
// params:  rows: list; seq: int
// returns: kept: int
UNWIND $rows AS row
MERGE (kept:QuarantinedRow {quarantine_key: row.quarantine_key})
ON CREATE SET kept += row.properties, kept.seq_from = $seq
RETURN count(kept) AS kept
