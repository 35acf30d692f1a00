// name:    schema/index_ban_entity_id
// summary: Ban nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_ban_entity_id IF NOT EXISTS
FOR (node:Ban) ON (node.entity_id)
