// name:    schema/unique_licence_current_key
// summary: No two Licence nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_licence_current_key IF NOT EXISTS
FOR (node:Licence) REQUIRE node.current_key IS UNIQUE
