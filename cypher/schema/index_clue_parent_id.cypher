// name:    schema/index_clue_parent_id
// summary: Clue nodes are found by parent_id.
// params:
// returns:
CREATE INDEX index_clue_parent_id IF NOT EXISTS
FOR (node:Clue) ON (node.parent_id)
