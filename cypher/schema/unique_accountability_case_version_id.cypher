// name:    schema/unique_accountability_case_version_id
// summary: No two AccountabilityCase nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_accountability_case_version_id IF NOT EXISTS
FOR (node:AccountabilityCase) REQUIRE node.version_id IS UNIQUE
