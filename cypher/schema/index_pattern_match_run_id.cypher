// name:    schema/index_pattern_match_run_id
// summary: PatternMatch nodes are found by run_id.
// params:
// returns:
CREATE INDEX index_pattern_match_run_id IF NOT EXISTS
FOR (node:PatternMatch) ON (node.run_id)
