// name:    schema/unique_principal_of_current_key
// summary: A PRINCIPAL_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_principal_of_current_key IF NOT EXISTS
FOR ()-[edge:PRINCIPAL_OF]-() REQUIRE edge.current_key IS UNIQUE
