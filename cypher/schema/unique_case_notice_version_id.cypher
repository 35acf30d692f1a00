// name:    schema/unique_case_notice_version_id
// summary: No two CaseNotice nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_case_notice_version_id IF NOT EXISTS
FOR (node:CaseNotice) REQUIRE node.version_id IS UNIQUE
