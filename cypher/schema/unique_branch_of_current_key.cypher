// name:    schema/unique_branch_of_current_key
// summary: A BRANCH_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_branch_of_current_key IF NOT EXISTS
FOR ()-[edge:BRANCH_OF]-() REQUIRE edge.current_key IS UNIQUE
