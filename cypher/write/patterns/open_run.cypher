// name:    write/patterns/open_run
// summary: Note that a run of a pattern has begun.
// params:  properties: map; seq: int
// returns: run_id: str
CREATE (run:PatternRun)
SET run += $properties, run.seq_from = $seq
RETURN run.run_id AS run_id
