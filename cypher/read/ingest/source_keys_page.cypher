// name:    read/ingest/source_keys_page
// summary: Current rows of one source and table in key order, page by page, for a snapshot to close what it lacks.
// params:  after: str; until: str; seq: int; limit: int
// returns: rows: list
MATCH (record:SourceRecord)
WHERE record.source_key > $after AND record.source_key < $until
  AND record.seq_from <= $seq AND record.seq_to > $seq
WITH record ORDER BY record.source_key LIMIT $limit
RETURN collect(properties(record)) AS rows
