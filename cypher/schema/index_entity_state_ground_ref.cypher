// name:    schema/index_entity_state_ground_ref
// summary: EntityState nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_entity_state_ground_ref IF NOT EXISTS
FOR (node:EntityState) ON (node.ground_ref)
