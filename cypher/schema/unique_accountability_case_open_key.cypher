// name:    schema/unique_accountability_case_open_key
// summary: No two AccountabilityCase nodes share open_key.
// params:
// returns:
CREATE CONSTRAINT unique_accountability_case_open_key IF NOT EXISTS
FOR (node:AccountabilityCase) REQUIRE node.open_key IS UNIQUE
