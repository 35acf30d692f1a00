// name:    schema/unique_ground_ground_key
// summary: No two Ground nodes share ground_key.
// params:
// returns:
CREATE CONSTRAINT unique_ground_ground_key IF NOT EXISTS
FOR (node:Ground) REQUIRE node.ground_key IS UNIQUE
