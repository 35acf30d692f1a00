// name:    schema/index_workspace_item_record_id
// summary: WorkspaceItem nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_workspace_item_record_id IF NOT EXISTS
FOR (node:WorkspaceItem) ON (node.record_id)
