// name:    schema/unique_arrears_current_key
// summary: No two Arrears nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_arrears_current_key IF NOT EXISTS
FOR (node:Arrears) REQUIRE node.current_key IS UNIQUE
