// name:    schema/unique_ban_fact_id
// summary: No two Ban nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_ban_fact_id IF NOT EXISTS
FOR (node:Ban) REQUIRE node.fact_id IS UNIQUE
