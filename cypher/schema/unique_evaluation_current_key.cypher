// name:    schema/unique_evaluation_current_key
// summary: No two Evaluation nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_evaluation_current_key IF NOT EXISTS
FOR (node:Evaluation) REQUIRE node.current_key IS UNIQUE
