// name:    schema/index_accountability_case_person_id
// summary: AccountabilityCase nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_accountability_case_person_id IF NOT EXISTS
FOR (node:AccountabilityCase) ON (node.person_id)
