// name:    schema/unique_pattern_run_run_id
// summary: No two PatternRun nodes share run_id.
// params:
// returns:
CREATE CONSTRAINT unique_pattern_run_run_id IF NOT EXISTS
FOR (node:PatternRun) REQUIRE node.run_id IS UNIQUE
