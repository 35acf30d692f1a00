// name:    read/worker/pending
// summary: How many changes wait for derivation, and the commit of the oldest.
// params:  seq: int; open_seq: int
// returns: pending: int; oldest: int
MATCH (change:Change {done_seq: $open_seq})
WHERE change.seq <= $seq
RETURN count(change) AS pending, min(change.seq) AS oldest
