// name:    schema/unique_commitment_fact_id
// summary: No two Commitment nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_commitment_fact_id IF NOT EXISTS
FOR (node:Commitment) REQUIRE node.fact_id IS UNIQUE
