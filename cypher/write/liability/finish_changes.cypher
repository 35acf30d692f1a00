// name:    write/liability/finish_changes
// summary: What was touched up to a commit is derived now.
// params:  up_to: int; seq: int; open_seq: int
// returns: done: int
MATCH (change:Change {done_seq: $open_seq})
WHERE change.seq <= $up_to
SET change.done_seq = $seq
RETURN count(change) AS done
