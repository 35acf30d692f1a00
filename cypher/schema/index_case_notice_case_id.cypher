// name:    schema/index_case_notice_case_id
// summary: CaseNotice nodes are found by case_id.
// params:
// returns:
CREATE INDEX index_case_notice_case_id IF NOT EXISTS
FOR (node:CaseNotice) ON (node.case_id)
