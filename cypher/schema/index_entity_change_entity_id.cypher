// name:    schema/index_entity_change_entity_id
// summary: EntityChange nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_entity_change_entity_id IF NOT EXISTS
FOR (node:EntityChange) ON (node.entity_id)
