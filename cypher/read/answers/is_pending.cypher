// name:    read/answers/is_pending
// summary: Whether a change to a subject waits for derivation.
// params:  subject: str; seq: int
// returns: waiting: int
MATCH (change:Change {state: 'PENDING'})
WHERE change.seq <= $seq AND ($subject IN change.entities OR $subject IN change.persons)
RETURN count(change) AS waiting
