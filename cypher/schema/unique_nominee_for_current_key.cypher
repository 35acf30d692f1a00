// name:    schema/unique_nominee_for_current_key
// summary: A NOMINEE_FOR record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_nominee_for_current_key IF NOT EXISTS
FOR ()-[edge:NOMINEE_FOR]-() REQUIRE edge.current_key IS UNIQUE
