// name:    schema/index_clue_note_parent_id
// summary: ClueNote nodes are found by parent_id.
// params:
// returns:
CREATE INDEX index_clue_note_parent_id IF NOT EXISTS
FOR (node:ClueNote) ON (node.parent_id)
