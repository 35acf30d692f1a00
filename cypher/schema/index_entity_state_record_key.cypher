// name:    schema/index_entity_state_record_key
// summary: EntityState nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_entity_state_record_key IF NOT EXISTS
FOR (node:EntityState) ON (node.record_key)
