// name:    schema/index_workspace_member_lookup_key
// summary: WorkspaceMember nodes are found by lookup_key.
// params:
// returns:
CREATE INDEX index_workspace_member_lookup_key IF NOT EXISTS
FOR (node:WorkspaceMember) ON (node.lookup_key)
