// name:    schema/unique_session_token_hash
// summary: No two Session nodes share token_hash.
// params:
// returns:
CREATE CONSTRAINT unique_session_token_hash IF NOT EXISTS
FOR (node:Session) REQUIRE node.token_hash IS UNIQUE
