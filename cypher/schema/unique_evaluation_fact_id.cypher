// name:    schema/unique_evaluation_fact_id
// summary: No two Evaluation nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_evaluation_fact_id IF NOT EXISTS
FOR (node:Evaluation) REQUIRE node.fact_id IS UNIQUE
