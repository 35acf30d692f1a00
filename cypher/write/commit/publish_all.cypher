// name:    write/commit/publish_all
// summary: Publish what a writer that died had committed; waits for whoever writes, whose number is not taken yet.
// params:
// returns: seq: int
MATCH (counter:Counter {name: 'commit'})
SET counter.name = 'commit'
MERGE (head:Counter {name: 'head'})
SET head.seq = counter.seq, head.at = counter.at
RETURN head.seq AS seq
