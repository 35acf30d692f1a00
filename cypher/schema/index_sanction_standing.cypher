// name:    schema/index_sanction_standing
// summary: Sanction nodes are found by standing.
// params:
// returns:
CREATE INDEX index_sanction_standing IF NOT EXISTS
FOR (node:Sanction) ON (node.standing)
