// name:    schema/index_saved_query_query_id
// summary: SavedQuery nodes are found by query_id.
// params:
// returns:
CREATE INDEX index_saved_query_query_id IF NOT EXISTS
FOR (node:SavedQuery) ON (node.query_id)
