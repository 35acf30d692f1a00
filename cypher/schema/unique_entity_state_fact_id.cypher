// name:    schema/unique_entity_state_fact_id
// summary: No two EntityState nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_entity_state_fact_id IF NOT EXISTS
FOR (node:EntityState) REQUIRE node.fact_id IS UNIQUE
