// name:    schema/unique_licence_fact_id
// summary: No two Licence nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_licence_fact_id IF NOT EXISTS
FOR (node:Licence) REQUIRE node.fact_id IS UNIQUE
