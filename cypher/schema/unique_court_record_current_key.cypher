// name:    schema/unique_court_record_current_key
// summary: No two CourtRecord nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_court_record_current_key IF NOT EXISTS
FOR (node:CourtRecord) REQUIRE node.current_key IS UNIQUE
