// name:    schema/index_case_task_finding_id
// summary: CaseTask nodes are found by finding_id.
// params:
// returns:
CREATE INDEX index_case_task_finding_id IF NOT EXISTS
FOR (node:CaseTask) ON (node.finding_id)
