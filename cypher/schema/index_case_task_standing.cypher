// name:    schema/index_case_task_standing
// summary: CaseTask nodes are found by standing.
// params:
// returns:
CREATE INDEX index_case_task_standing IF NOT EXISTS
FOR (node:CaseTask) ON (node.standing)
