// name:    schema/index_workspace_lookup_key
// summary: Workspace nodes are found by lookup_key.
// params:
// returns:
CREATE INDEX index_workspace_lookup_key IF NOT EXISTS
FOR (node:Workspace) ON (node.lookup_key)
