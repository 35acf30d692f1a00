// name:    schema/index_entity_hint_value
// summary: EntityHint nodes are found by value.
// params:
// returns:
CREATE INDEX index_entity_hint_value IF NOT EXISTS
FOR (node:EntityHint) ON (node.value)
