// name:    write/audit/record_anchors
// summary: Note where segment files stand; an anchor that is there stays as it is.
// params:  rows: list[map]; seq: int
// returns: anchors: int
UNWIND $rows AS row
MERGE (anchor:AuditAnchor {anchor_key: row.anchor_key})
ON CREATE SET anchor.seq = $seq, anchor.segment = row.segment, anchor.entries = row.entries,
  anchor.size = row.size, anchor.chain = row.chain, anchor.at = row.at, anchor.closed = row.closed
RETURN count(anchor) AS anchors
