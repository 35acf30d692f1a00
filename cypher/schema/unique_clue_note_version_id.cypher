// name:    schema/unique_clue_note_version_id
// summary: No two ClueNote nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_clue_note_version_id IF NOT EXISTS
FOR (node:ClueNote) REQUIRE node.version_id IS UNIQUE
