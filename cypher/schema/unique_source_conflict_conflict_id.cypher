// name:    schema/unique_source_conflict_conflict_id
// summary: No two SourceConflict nodes share conflict_id.
// params:
// returns:
CREATE CONSTRAINT unique_source_conflict_conflict_id IF NOT EXISTS
FOR (node:SourceConflict) REQUIRE node.conflict_id IS UNIQUE
