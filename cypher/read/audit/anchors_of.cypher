// name:    read/audit/anchors_of
// summary: Where one segment file stood, as columns.
// params:  segment: str; seq: int
// returns: entries: list[int]; size: list[int]; chain: list[str]; closed: list[bool]
MATCH (anchor:AuditAnchor {segment: $segment})
WHERE anchor.seq <= $seq
RETURN collect(anchor.entries) AS entries, collect(anchor.size) AS size, collect(anchor.chain) AS chain,
  collect(anchor.closed) AS closed
