// name:    schema/unique_court_record_fact_id
// summary: No two CourtRecord nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_court_record_fact_id IF NOT EXISTS
FOR (node:CourtRecord) REQUIRE node.fact_id IS UNIQUE
