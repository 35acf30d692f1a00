// name:    schema/unique_attribution_current_key
// summary: No two Attribution nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_attribution_current_key IF NOT EXISTS
FOR (node:Attribution) REQUIRE node.current_key IS UNIQUE
