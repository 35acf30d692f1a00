// name:    read/warning/last_told
// summary: The newest day of a span of which subscribers were told, and the commit of its newest run that told them.
// params:  first: str; last: str; seq: int
// returns: day: str; told_seq: int
MATCH (run:WarningRun)
USING INDEX SEEK run:WarningRun(day)
WHERE run.day >= $first AND run.day <= $last AND run.seq_from <= $seq AND coalesce(run.told, true)
RETURN run.day AS day, run.seq_from AS told_seq
ORDER BY run.day DESC, run.seq_from DESC
LIMIT 1
