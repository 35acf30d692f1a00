// name:    schema/unique_case_task_version_id
// summary: No two CaseTask nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_case_task_version_id IF NOT EXISTS
FOR (node:CaseTask) REQUIRE node.version_id IS UNIQUE
