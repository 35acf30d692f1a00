// name:    schema/unique_legal_rep_of_current_key
// summary: A LEGAL_REP_OF record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_legal_rep_of_current_key IF NOT EXISTS
FOR ()-[edge:LEGAL_REP_OF]-() REQUIRE edge.current_key IS UNIQUE
