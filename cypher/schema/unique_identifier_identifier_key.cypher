// name:    schema/unique_identifier_identifier_key
// summary: No two Identifier nodes share identifier_key.
// params:
// returns:
CREATE CONSTRAINT unique_identifier_identifier_key IF NOT EXISTS
FOR (node:Identifier) REQUIRE node.identifier_key IS UNIQUE
