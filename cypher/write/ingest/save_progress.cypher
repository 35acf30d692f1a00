// name:    write/ingest/save_progress
// summary: How far a package has been read, in the transaction that took its rows.
// params:  run_id: str; state: str; progress: str; report: str; started_at: str
// returns: run_id: str
MERGE (run:IngestRun {run_id: $run_id})
SET run.state = $state, run.progress = $progress, run.report = $report, run.started_at = $started_at
RETURN run.run_id AS run_id
