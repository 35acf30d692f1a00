// name:    read/ingest/quarantined
// summary: Quarantined and returned rows, page by page in file and line order.
// params:  after: str; limit: int; seq: int
// returns: rows: list
MATCH (kept:QuarantinedRow)
WHERE kept.quarantine_key > $after AND kept.seq_from <= $seq AND kept.seq_to > $seq
WITH kept ORDER BY kept.quarantine_key LIMIT $limit
RETURN collect(properties(kept)) AS rows
