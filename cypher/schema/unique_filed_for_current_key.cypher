// name:    schema/unique_filed_for_current_key
// summary: A FILED_FOR record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_filed_for_current_key IF NOT EXISTS
FOR ()-[edge:FILED_FOR]-() REQUIRE edge.current_key IS UNIQUE
