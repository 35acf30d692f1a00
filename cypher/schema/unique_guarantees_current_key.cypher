// name:    schema/unique_guarantees_current_key
// summary: A GUARANTEES record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_guarantees_current_key IF NOT EXISTS
FOR ()-[edge:GUARANTEES]-() REQUIRE edge.current_key IS UNIQUE
