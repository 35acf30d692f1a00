// name:    schema/unique_case_task_current_key
// summary: No two CaseTask nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_case_task_current_key IF NOT EXISTS
FOR (node:CaseTask) REQUIRE node.current_key IS UNIQUE
