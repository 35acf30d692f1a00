// name:    derive/warning/open_run
// summary: Write down one computation of a day's figures.
// params:  run: map; seq: int; open_seq: int
// returns: opened: int
CREATE (run:WarningRun)
SET run += $run, run.seq_from = $seq, run.seq_to = $open_seq
RETURN count(run) AS opened
