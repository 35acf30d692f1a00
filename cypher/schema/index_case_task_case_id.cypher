// name:    schema/index_case_task_case_id
// summary: CaseTask nodes are found by case_id.
// params:
// returns:
CREATE INDEX index_case_task_case_id IF NOT EXISTS
FOR (node:CaseTask) ON (node.case_id)
