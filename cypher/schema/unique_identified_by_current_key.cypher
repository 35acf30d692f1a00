// name:    schema/unique_identified_by_current_key
// summary: A IDENTIFIED_BY record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_identified_by_current_key IF NOT EXISTS
FOR ()-[edge:IDENTIFIED_BY]-() REQUIRE edge.current_key IS UNIQUE
