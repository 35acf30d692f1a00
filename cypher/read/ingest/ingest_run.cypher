// name:    read/ingest/ingest_run
// summary: How far a package was read before.
// params:  run_id: str
// returns: state: str; progress: str; report: str; started_at: str
MATCH (run:IngestRun {run_id: $run_id})
RETURN run.state AS state, run.progress AS progress, run.report AS report, run.started_at AS started_at
LIMIT 1
