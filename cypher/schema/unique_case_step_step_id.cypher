// name:    schema/unique_case_step_step_id
// summary: No two CaseStep nodes share step_id.
// params:
// returns:
CREATE CONSTRAINT unique_case_step_step_id IF NOT EXISTS
FOR (node:CaseStep) REQUIRE node.step_id IS UNIQUE
