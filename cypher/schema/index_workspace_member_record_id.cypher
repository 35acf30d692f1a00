// name:    schema/index_workspace_member_record_id
// summary: WorkspaceMember nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_workspace_member_record_id IF NOT EXISTS
FOR (node:WorkspaceMember) ON (node.record_id)
