// name:    schema/unique_workspace_version_id
// summary: No two Workspace nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_workspace_version_id IF NOT EXISTS
FOR (node:Workspace) REQUIRE node.version_id IS UNIQUE
