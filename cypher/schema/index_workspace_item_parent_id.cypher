// name:    schema/index_workspace_item_parent_id
// summary: WorkspaceItem nodes are found by parent_id.
// params:
// returns:
CREATE INDEX index_workspace_item_parent_id IF NOT EXISTS
FOR (node:WorkspaceItem) ON (node.parent_id)
