// name:    read/warning/first_load
// summary: When the first package was taken in: what it brought is the past, not news.
// params:
// returns: at: str
MATCH (run:IngestRun)
RETURN min(run.started_at) AS at
