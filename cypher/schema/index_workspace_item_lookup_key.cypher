// name:    schema/index_workspace_item_lookup_key
// summary: WorkspaceItem nodes are found by lookup_key.
// params:
// returns:
CREATE INDEX index_workspace_item_lookup_key IF NOT EXISTS
FOR (node:WorkspaceItem) ON (node.lookup_key)
