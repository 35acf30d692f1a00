// name:    schema/unique_entity_change_current_key
// summary: No two EntityChange nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_entity_change_current_key IF NOT EXISTS
FOR (node:EntityChange) REQUIRE node.current_key IS UNIQUE
