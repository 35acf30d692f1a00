// name:    schema/index_penalty_ground_ref
// summary: Penalty nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_penalty_ground_ref IF NOT EXISTS
FOR (node:Penalty) ON (node.ground_ref)
