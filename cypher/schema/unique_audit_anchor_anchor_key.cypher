// name:    schema/unique_audit_anchor_anchor_key
// summary: No two AuditAnchor nodes share anchor_key.
// params:
// returns:
CREATE CONSTRAINT unique_audit_anchor_anchor_key IF NOT EXISTS
FOR (node:AuditAnchor) REQUIRE node.anchor_key IS UNIQUE
