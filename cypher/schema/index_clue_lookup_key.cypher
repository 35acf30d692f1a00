// name:    schema/index_clue_lookup_key
// summary: Clue nodes are found by lookup_key.
// params:
// returns:
CREATE INDEX index_clue_lookup_key IF NOT EXISTS
FOR (node:Clue) ON (node.lookup_key)
