// name:    schema/index_reliance_finding_id
// summary: Reliance nodes are found by finding_id.
// params:
// returns:
CREATE INDEX index_reliance_finding_id IF NOT EXISTS
FOR (node:Reliance) ON (node.finding_id)
