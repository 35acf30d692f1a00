// name:    schema/unique_case_notice_current_key
// summary: No two CaseNotice nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_case_notice_current_key IF NOT EXISTS
FOR (node:CaseNotice) REQUIRE node.current_key IS UNIQUE
