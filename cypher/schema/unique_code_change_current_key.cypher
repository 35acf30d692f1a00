// name:    schema/unique_code_change_current_key
// summary: No two CodeChange nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_code_change_current_key IF NOT EXISTS
FOR (node:CodeChange) REQUIRE node.current_key IS UNIQUE
