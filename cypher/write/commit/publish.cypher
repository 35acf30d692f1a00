// name:    write/commit/publish
// summary: From now on readers see the graph as of this commit; it locks the head first, and never goes back.
// params:  number: int; at: str
// returns: seq: int
MERGE (head:Counter {name: 'head'})
SET head.name = 'head'
WITH head, coalesce(head.seq, 0) < $number AS newer
SET head.seq = CASE WHEN newer THEN $number ELSE head.seq END,
    head.at = CASE WHEN newer THEN $at ELSE head.at END
RETURN head.seq AS seq
