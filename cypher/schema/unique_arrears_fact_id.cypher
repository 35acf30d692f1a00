// name:    schema/unique_arrears_fact_id
// summary: No two Arrears nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_arrears_fact_id IF NOT EXISTS
FOR (node:Arrears) REQUIRE node.fact_id IS UNIQUE
