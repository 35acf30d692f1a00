// name:    schema/unique_commitment_current_key
// summary: No two Commitment nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_commitment_current_key IF NOT EXISTS
FOR (node:Commitment) REQUIRE node.current_key IS UNIQUE
