// name:    schema/index_change_state
// summary: Change nodes are found by state.
// params:
// returns:
CREATE INDEX index_change_state IF NOT EXISTS
FOR (node:Change) ON (node.state)
