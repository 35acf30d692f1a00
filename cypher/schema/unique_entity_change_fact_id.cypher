// name:    schema/unique_entity_change_fact_id
// summary: No two EntityChange nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_entity_change_fact_id IF NOT EXISTS
FOR (node:EntityChange) REQUIRE node.fact_id IS UNIQUE
