// name:    schema/unique_workspace_current_key
// summary: No two Workspace nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_workspace_current_key IF NOT EXISTS
FOR (node:Workspace) REQUIRE node.current_key IS UNIQUE
