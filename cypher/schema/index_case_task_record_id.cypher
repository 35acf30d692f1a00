// name:    schema/index_case_task_record_id
// summary: CaseTask nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_case_task_record_id IF NOT EXISTS
FOR (node:CaseTask) ON (node.record_id)
