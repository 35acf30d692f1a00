// name:    schema/index_entity_state_decision_ref
// summary: EntityState nodes are found by decision_ref.
// params:
// returns:
CREATE INDEX index_entity_state_decision_ref IF NOT EXISTS
FOR (node:EntityState) ON (node.decision_ref)
