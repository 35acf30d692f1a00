// name:    schema/index_commitment_assessed_on
// summary: Commitment nodes are found by assessed_on.
// params:
// returns:
CREATE INDEX index_commitment_assessed_on IF NOT EXISTS
FOR (node:Commitment) ON (node.assessed_on)
