// name:    schema/unique_workspace_item_current_key
// summary: No two WorkspaceItem nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_workspace_item_current_key IF NOT EXISTS
FOR (node:WorkspaceItem) REQUIRE node.current_key IS UNIQUE
