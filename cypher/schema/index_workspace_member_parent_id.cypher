// name:    schema/index_workspace_member_parent_id
// summary: WorkspaceMember nodes are found by parent_id.
// params:
// returns:
CREATE INDEX index_workspace_member_parent_id IF NOT EXISTS
FOR (node:WorkspaceMember) ON (node.parent_id)
