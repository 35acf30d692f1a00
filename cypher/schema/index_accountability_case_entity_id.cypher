// name:    schema/index_accountability_case_entity_id
// summary: AccountabilityCase nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_accountability_case_entity_id IF NOT EXISTS
FOR (node:AccountabilityCase) ON (node.entity_id)
