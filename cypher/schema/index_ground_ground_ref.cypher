// name:    schema/index_ground_ground_ref
// summary: Ground nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_ground_ground_ref IF NOT EXISTS
FOR (node:Ground) ON (node.ground_ref)
