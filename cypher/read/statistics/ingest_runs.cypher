// name:    read/statistics/ingest_runs
// summary: Packages taken in, the newest first: counts, conflicts, how fresh each source is.
// params:  limit: int
// returns: rows: list
MATCH (run:IngestRun)
WITH run ORDER BY run.started_at DESC LIMIT $limit
RETURN collect(properties(run)) AS rows
