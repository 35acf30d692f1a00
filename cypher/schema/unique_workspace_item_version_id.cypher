// name:    schema/unique_workspace_item_version_id
// summary: No two WorkspaceItem nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_workspace_item_version_id IF NOT EXISTS
FOR (node:WorkspaceItem) REQUIRE node.version_id IS UNIQUE
