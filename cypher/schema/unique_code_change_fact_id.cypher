// name:    schema/unique_code_change_fact_id
// summary: No two CodeChange nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_code_change_fact_id IF NOT EXISTS
FOR (node:CodeChange) REQUIRE node.fact_id IS UNIQUE
