// name:    schema/index_audit_event_target
// summary: AuditEvent nodes are found by target.
// params:
// returns:
CREATE INDEX index_audit_event_target IF NOT EXISTS
FOR (node:AuditEvent) ON (node.target)
