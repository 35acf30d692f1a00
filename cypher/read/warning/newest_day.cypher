// name:    read/warning/newest_day
// summary: The newest day of a span whose figures were computed; empty where none was.
// params:  first: str; last: str; seq: int
// returns: day: str
MATCH (run:WarningRun)
USING INDEX SEEK run:WarningRun(day)
WHERE run.day >= $first AND run.day <= $last AND run.seq_from <= $seq
RETURN coalesce(max(run.day), '') AS day
