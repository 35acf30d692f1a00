// name:    schema/unique_audit_event_event_id
// summary: No two AuditEvent nodes share event_id.
// params:
// returns:
CREATE CONSTRAINT unique_audit_event_event_id IF NOT EXISTS
FOR (node:AuditEvent) REQUIRE node.event_id IS UNIQUE
