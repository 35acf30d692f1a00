// name:    read/warning/run_of_day
// summary: The newest computation of a day's figures.
// params:  day: str; seq: int
// returns: run: map
MATCH (run:WarningRun {day: $day})
WHERE run.seq_from <= $seq
RETURN properties(run) AS run
ORDER BY run.seq_from DESC
LIMIT 1
