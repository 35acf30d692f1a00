// name:    schema/unique_manager_of_current_key
// summary: A MANAGER_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_manager_of_current_key IF NOT EXISTS
FOR ()-[edge:MANAGER_OF]-() REQUIRE edge.current_key IS UNIQUE
