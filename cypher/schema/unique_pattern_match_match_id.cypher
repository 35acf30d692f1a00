// name:    schema/unique_pattern_match_match_id
// summary: No two PatternMatch nodes share match_id.
// params:
// returns:
CREATE CONSTRAINT unique_pattern_match_match_id IF NOT EXISTS
FOR (node:PatternMatch) REQUIRE node.match_id IS UNIQUE
