// name:    schema/unique_clue_version_id
// summary: No two Clue nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_clue_version_id IF NOT EXISTS
FOR (node:Clue) REQUIRE node.version_id IS UNIQUE
