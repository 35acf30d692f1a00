// name:    write/patterns/note_run
// summary: Note how far a run is, or how it ended.
// params:  run_id: str; properties: map
// returns: run_id: str
MATCH (run:PatternRun {run_id: $run_id})
SET run += $properties
RETURN run.run_id AS run_id
