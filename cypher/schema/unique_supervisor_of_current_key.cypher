// name:    schema/unique_supervisor_of_current_key
// summary: A SUPERVISOR_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_supervisor_of_current_key IF NOT EXISTS
FOR ()-[edge:SUPERVISOR_OF]-() REQUIRE edge.current_key IS UNIQUE
