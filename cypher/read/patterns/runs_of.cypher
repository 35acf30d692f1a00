// name:    read/patterns/runs_of
// summary: The newest runs of these patterns.
// params:  patterns: list[str]; limit: int; seq: int
// returns: run: map
UNWIND $patterns AS pattern
MATCH (run:PatternRun {pattern: pattern})
USING INDEX SEEK run:PatternRun(pattern)
WHERE run.seq_from <= $seq
RETURN properties(run) AS run
ORDER BY run.seq_from DESC, run.run_id
LIMIT $limit
