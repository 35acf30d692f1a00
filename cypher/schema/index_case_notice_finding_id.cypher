// name:    schema/index_case_notice_finding_id
// summary: CaseNotice nodes are found by finding_id.
// params:
// returns:
CREATE INDEX index_case_notice_finding_id IF NOT EXISTS
FOR (node:CaseNotice) ON (node.finding_id)
