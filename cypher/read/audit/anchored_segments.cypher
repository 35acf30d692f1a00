// name:    read/audit/anchored_segments
// summary: Segment files that were ever anchored, by name, after the last one seen.
// params:  after: str; limit: int 1..1000; seq: int
// returns: segment: str
MATCH (anchor:AuditAnchor)
WHERE anchor.segment > $after AND anchor.seq <= $seq
RETURN DISTINCT anchor.segment AS segment
ORDER BY segment
LIMIT $limit
