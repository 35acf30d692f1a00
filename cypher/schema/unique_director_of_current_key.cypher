// name:    schema/unique_director_of_current_key
// summary: A DIRECTOR_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_director_of_current_key IF NOT EXISTS
FOR ()-[edge:DIRECTOR_OF]-() REQUIRE edge.current_key IS UNIQUE
