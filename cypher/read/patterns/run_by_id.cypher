// name:    read/patterns/run_by_id
// summary: One run of a pattern.
// params:  run_id: str; seq: int
// returns: run: map
MATCH (run:PatternRun {run_id: $run_id})
WHERE run.seq_from <= $seq
RETURN properties(run) AS run
LIMIT 1
