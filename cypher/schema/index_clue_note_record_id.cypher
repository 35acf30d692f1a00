// name:    schema/index_clue_note_record_id
// summary: ClueNote nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_clue_note_record_id IF NOT EXISTS
FOR (node:ClueNote) ON (node.record_id)
