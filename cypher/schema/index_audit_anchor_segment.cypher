// name:    schema/index_audit_anchor_segment
// summary: AuditAnchor nodes are found by segment.
// params:
// returns:
CREATE INDEX index_audit_anchor_segment IF NOT EXISTS
FOR (node:AuditAnchor) ON (node.segment)
