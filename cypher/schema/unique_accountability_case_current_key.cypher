// name:    schema/unique_accountability_case_current_key
// summary: No two AccountabilityCase nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_accountability_case_current_key IF NOT EXISTS
FOR (node:AccountabilityCase) REQUIRE node.current_key IS UNIQUE
