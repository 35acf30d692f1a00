// name:    schema/unique_employed_by_current_key
// summary: A EMPLOYED_BY record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_employed_by_current_key IF NOT EXISTS
FOR ()-[edge:EMPLOYED_BY]-() REQUIRE edge.current_key IS UNIQUE
