// name:    schema/index_clue_note_lookup_key
// summary: ClueNote nodes are found by lookup_key.
// params:
// returns:
CREATE INDEX index_clue_note_lookup_key IF NOT EXISTS
FOR (node:ClueNote) ON (node.lookup_key)
