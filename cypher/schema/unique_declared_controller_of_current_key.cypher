// name:    schema/unique_declared_controller_of_current_key
// summary: A DECLARED_CONTROLLER_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_declared_controller_of_current_key IF NOT EXISTS
FOR ()-[edge:DECLARED_CONTROLLER_OF]-() REQUIRE edge.current_key IS UNIQUE
