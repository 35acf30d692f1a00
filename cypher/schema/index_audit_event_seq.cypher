// name:    schema/index_audit_event_seq
// summary: AuditEvent nodes are found by seq.
// params:
// returns:
CREATE INDEX index_audit_event_seq IF NOT EXISTS
FOR (node:AuditEvent) ON (node.seq)
