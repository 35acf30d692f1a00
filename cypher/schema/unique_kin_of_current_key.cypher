// name:    schema/unique_kin_of_current_key
// summary: A KIN_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_kin_of_current_key IF NOT EXISTS
FOR ()-[edge:KIN_OF]-() REQUIRE edge.current_key IS UNIQUE
