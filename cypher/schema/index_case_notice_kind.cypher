// name:    schema/index_case_notice_kind
// summary: CaseNotice nodes are found by kind.
// params:
// returns:
CREATE INDEX index_case_notice_kind IF NOT EXISTS
FOR (node:CaseNotice) ON (node.kind)
