// name:    write/liability/finish_changes
// summary: What was touched up to a commit is derived now.
// params:  up_to: int
// returns: done: int
MATCH (change:Change {state: 'PENDING'})
WHERE change.seq <= $up_to
SET change.state = 'DONE'
RETURN count(change) AS done
