// name:    schema/unique_entity_entity_id
// summary: No two Entity nodes share entity_id.
// params:
// returns:
CREATE CONSTRAINT unique_entity_entity_id IF NOT EXISTS
FOR (node:Entity) REQUIRE node.entity_id IS UNIQUE
