// name:    schema/unique_holds_current_key
// summary: A HOLDS record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_holds_current_key IF NOT EXISTS
FOR ()-[edge:HOLDS]-() REQUIRE edge.current_key IS UNIQUE
