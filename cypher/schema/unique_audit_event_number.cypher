// name:    schema/unique_audit_event_number
// summary: No two AuditEvent nodes share number.
// params:
// returns:
CREATE CONSTRAINT unique_audit_event_number IF NOT EXISTS
FOR (node:AuditEvent) REQUIRE node.number IS UNIQUE
