// name:    schema/index_entity_hint_entity_id
// summary: EntityHint nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_entity_hint_entity_id IF NOT EXISTS
FOR (node:EntityHint) ON (node.entity_id)
