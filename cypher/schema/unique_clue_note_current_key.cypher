// name:    schema/unique_clue_note_current_key
// summary: No two ClueNote nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_clue_note_current_key IF NOT EXISTS
FOR (node:ClueNote) REQUIRE node.current_key IS UNIQUE
