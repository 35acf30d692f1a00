// name:    schema/index_workspace_record_id
// summary: Workspace nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_workspace_record_id IF NOT EXISTS
FOR (node:Workspace) ON (node.record_id)
