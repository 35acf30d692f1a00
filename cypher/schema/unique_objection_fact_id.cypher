// name:    schema/unique_objection_fact_id
// summary: No two Objection nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_objection_fact_id IF NOT EXISTS
FOR (node:Objection) REQUIRE node.fact_id IS UNIQUE
