// name:    schema/index_accountability_case_standing
// summary: AccountabilityCase nodes are found by standing.
// params:
// returns:
CREATE INDEX index_accountability_case_standing IF NOT EXISTS
FOR (node:AccountabilityCase) ON (node.standing)
