// name:    read/commit/head
// summary: The newest commit that is whole for every reader: its number and time.
// params:
// returns: seq: int; at: str
MATCH (counter:Counter {name: 'head'})
RETURN coalesce(counter.seq, 0) AS seq, coalesce(counter.at, '') AS at
LIMIT 1
