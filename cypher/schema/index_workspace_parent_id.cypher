// name:    schema/index_workspace_parent_id
// summary: Workspace nodes are found by parent_id.
// params:
// returns:
CREATE INDEX index_workspace_parent_id IF NOT EXISTS
FOR (node:Workspace) ON (node.parent_id)
