// name:    schema/index_ban_target_ref
// summary: Ban nodes are found by target_ref.
// params:
// returns:
CREATE INDEX index_ban_target_ref IF NOT EXISTS
FOR (node:Ban) ON (node.target_ref)
