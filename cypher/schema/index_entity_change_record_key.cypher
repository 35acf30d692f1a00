// name:    schema/index_entity_change_record_key
// summary: EntityChange nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_entity_change_record_key IF NOT EXISTS
FOR (node:EntityChange) ON (node.record_key)
