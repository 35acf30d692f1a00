// name:    schema/index_arrears_ground_ref
// summary: Arrears nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_arrears_ground_ref IF NOT EXISTS
FOR (node:Arrears) ON (node.ground_ref)
