// name:    schema/unique_complaint_current_key
// summary: No two Complaint nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_complaint_current_key IF NOT EXISTS
FOR (node:Complaint) REQUIRE node.current_key IS UNIQUE
