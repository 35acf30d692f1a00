// name:    schema/unique_quarantined_row_quarantine_key
// summary: No two QuarantinedRow nodes share quarantine_key.
// params:
// returns:
CREATE CONSTRAINT unique_quarantined_row_quarantine_key IF NOT EXISTS
FOR (node:QuarantinedRow) REQUIRE node.quarantine_key IS UNIQUE
