// name:    schema/unique_ban_current_key
// summary: No two Ban nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_ban_current_key IF NOT EXISTS
FOR (node:Ban) REQUIRE node.current_key IS UNIQUE
