// name:    schema/unique_workspace_member_version_id
// summary: No two WorkspaceMember nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_workspace_member_version_id IF NOT EXISTS
FOR (node:WorkspaceMember) REQUIRE node.version_id IS UNIQUE
