// name:    schema/index_case_step_case_id
// summary: CaseStep nodes are found by case_id.
// params:
// returns:
CREATE INDEX index_case_step_case_id IF NOT EXISTS
FOR (node:CaseStep) ON (node.case_id)
