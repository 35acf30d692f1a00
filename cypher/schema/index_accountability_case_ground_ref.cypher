// name:    schema/index_accountability_case_ground_ref
// summary: AccountabilityCase nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_accountability_case_ground_ref IF NOT EXISTS
FOR (node:AccountabilityCase) ON (node.ground_ref)
