// name:    read/ingest/awaited_rows
// summary: Keys of the quarantined rows of one source and table that earlier runs left, page by page.
// params:  after: str; until: str; run_id: str; limit: int; seq: int
// returns: keys: list
MATCH (kept:QuarantinedRow)
WHERE kept.source_key >= $after AND kept.source_key < $until
  AND kept.seq_from <= $seq AND kept.seq_to > $seq AND NOT kept.returned AND kept.run_id <> $run_id
WITH DISTINCT kept.source_key AS key
ORDER BY key LIMIT $limit
RETURN collect(key) AS keys
