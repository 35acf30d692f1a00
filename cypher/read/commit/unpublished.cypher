// name:    read/commit/unpublished
// summary: The newest commit, and the newest that readers see.
// params:
// returns: taken: int; seq: int
MATCH (counter:Counter {name: 'commit'})
OPTIONAL MATCH (head:Counter {name: 'head'})
RETURN counter.seq AS taken, coalesce(head.seq, 0) AS seq
LIMIT 1
