// name:    schema/unique_workspace_member_current_key
// summary: No two WorkspaceMember nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_workspace_member_current_key IF NOT EXISTS
FOR (node:WorkspaceMember) REQUIRE node.current_key IS UNIQUE
