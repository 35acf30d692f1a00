// name:    schema/index_penalty_decided_on
// summary: Penalty nodes are found by decided_on.
// params:
// returns:
CREATE INDEX index_penalty_decided_on IF NOT EXISTS
FOR (node:Penalty) ON (node.decided_on)
