// name:    schema/unique_clue_current_key
// summary: No two Clue nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_clue_current_key IF NOT EXISTS
FOR (node:Clue) REQUIRE node.current_key IS UNIQUE
