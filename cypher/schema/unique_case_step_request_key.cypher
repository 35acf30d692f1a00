// name:    schema/unique_case_step_request_key
// summary: No two CaseStep nodes share request_key.
// params:
// returns:
CREATE CONSTRAINT unique_case_step_request_key IF NOT EXISTS
FOR (node:CaseStep) REQUIRE node.request_key IS UNIQUE
