// name:    schema/index_accountability_case_record_id
// summary: AccountabilityCase nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_accountability_case_record_id IF NOT EXISTS
FOR (node:AccountabilityCase) ON (node.record_id)
