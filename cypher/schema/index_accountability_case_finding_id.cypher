// name:    schema/index_accountability_case_finding_id
// summary: AccountabilityCase nodes are found by finding_id.
// params:
// returns:
CREATE INDEX index_accountability_case_finding_id IF NOT EXISTS
FOR (node:AccountabilityCase) ON (node.finding_id)
