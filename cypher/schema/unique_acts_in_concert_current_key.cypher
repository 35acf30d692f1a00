// name:    schema/unique_acts_in_concert_current_key
// summary: A ACTS_IN_CONCERT record has one current version.
// params:
// returns:
CREATE CONSTRAINT unique_acts_in_concert_current_key IF NOT EXISTS
FOR ()-[edge:ACTS_IN_CONCERT]-() REQUIRE edge.current_key IS UNIQUE
