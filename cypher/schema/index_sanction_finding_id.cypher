// name:    schema/index_sanction_finding_id
// summary: Sanction nodes are found by finding_id.
// params:
// returns:
CREATE INDEX index_sanction_finding_id IF NOT EXISTS
FOR (node:Sanction) ON (node.finding_id)
