// name:    schema/index_entity_state_entity_id
// summary: EntityState nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_entity_state_entity_id IF NOT EXISTS
FOR (node:EntityState) ON (node.entity_id)
