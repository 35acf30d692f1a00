// name:    schema/index_case_notice_entity_id
// summary: CaseNotice nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_case_notice_entity_id IF NOT EXISTS
FOR (node:CaseNotice) ON (node.entity_id)
