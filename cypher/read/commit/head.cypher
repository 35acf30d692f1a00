// name:    read/commit/head
// summary: The newest commit number and its time.
// params:
// returns: seq: int; at: str
MATCH (counter:Counter {name: 'commit'})
RETURN counter.seq AS seq, counter.at AS at
LIMIT 1
