// name:    schema/unique_entity_hint_current_key
// summary: No two EntityHint nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_entity_hint_current_key IF NOT EXISTS
FOR (node:EntityHint) REQUIRE node.current_key IS UNIQUE
