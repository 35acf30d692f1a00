// name:    schema/index_audit_event_actor
// summary: AuditEvent nodes are found by actor.
// params:
// returns:
CREATE INDEX index_audit_event_actor IF NOT EXISTS
FOR (node:AuditEvent) ON (node.actor)
