// name:    schema/unique_votes_for_current_key
// summary: A VOTES_FOR record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_votes_for_current_key IF NOT EXISTS
FOR ()-[edge:VOTES_FOR]-() REQUIRE edge.current_key IS UNIQUE
