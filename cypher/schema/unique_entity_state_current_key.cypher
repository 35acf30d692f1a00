// name:    schema/unique_entity_state_current_key
// summary: No two EntityState nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_entity_state_current_key IF NOT EXISTS
FOR (node:EntityState) REQUIRE node.current_key IS UNIQUE
