// name:    schema/index_entity_state_established_on
// summary: EntityState nodes are found by established_on.
// params:
// returns:
CREATE INDEX index_entity_state_established_on IF NOT EXISTS
FOR (node:EntityState) ON (node.established_on)
