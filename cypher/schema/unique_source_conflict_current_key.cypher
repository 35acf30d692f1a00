// name:    schema/unique_source_conflict_current_key
// summary: No two SourceConflict nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_source_conflict_current_key IF NOT EXISTS
FOR (node:SourceConflict) REQUIRE node.current_key IS UNIQUE
