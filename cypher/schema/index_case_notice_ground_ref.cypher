// name:    schema/index_case_notice_ground_ref
// summary: CaseNotice nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_case_notice_ground_ref IF NOT EXISTS
FOR (node:CaseNotice) ON (node.ground_ref)
