// name:    schema/index_case_notice_record_id
// summary: CaseNotice nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_case_notice_record_id IF NOT EXISTS
FOR (node:CaseNotice) ON (node.record_id)
