// name:    schema/index_finding_ground_ref
// summary: Finding nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_finding_ground_ref IF NOT EXISTS
FOR (node:Finding) ON (node.ground_ref)
