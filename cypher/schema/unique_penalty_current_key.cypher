// name:    schema/unique_penalty_current_key
// summary: No two Penalty nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_penalty_current_key IF NOT EXISTS
FOR (node:Penalty) REQUIRE node.current_key IS UNIQUE
