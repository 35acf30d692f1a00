// name:    schema/unique_finding_current_key
// summary: No two Finding nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_finding_current_key IF NOT EXISTS
FOR (node:Finding) REQUIRE node.current_key IS UNIQUE
