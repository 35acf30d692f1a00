// name:    schema/unique_attribution_fact_id
// summary: No two Attribution nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_attribution_fact_id IF NOT EXISTS
FOR (node:Attribution) REQUIRE node.fact_id IS UNIQUE
