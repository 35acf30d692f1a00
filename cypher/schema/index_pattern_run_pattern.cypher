// name:    schema/index_pattern_run_pattern
// summary: PatternRun nodes are found by pattern.
// params:
// returns:
CREATE INDEX index_pattern_run_pattern IF NOT EXISTS
FOR (node:PatternRun) ON (node.pattern)
