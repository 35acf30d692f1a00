// name:    schema/unique_objection_current_key
// summary: No two Objection nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_objection_current_key IF NOT EXISTS
FOR (node:Objection) REQUIRE node.current_key IS UNIQUE
