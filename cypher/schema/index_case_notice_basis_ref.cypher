// name:    schema/index_case_notice_basis_ref
// summary: CaseNotice nodes are found by basis_ref.
// params:
// returns:
CREATE INDEX index_case_notice_basis_ref IF NOT EXISTS
FOR (node:CaseNotice) ON (node.basis_ref)
