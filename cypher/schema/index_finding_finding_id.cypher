// name:    schema/index_finding_finding_id
// summary: Finding nodes are found by finding_id.
// params:
// returns:
CREATE INDEX index_finding_finding_id IF NOT EXISTS
FOR (node:Finding) ON (node.finding_id)
