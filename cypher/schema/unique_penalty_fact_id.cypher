// name:    schema/unique_penalty_fact_id
// summary: No two Penalty nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_penalty_fact_id IF NOT EXISTS
FOR (node:Penalty) REQUIRE node.fact_id IS UNIQUE
