// name:    schema/unique_complaint_fact_id
// summary: No two Complaint nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_complaint_fact_id IF NOT EXISTS
FOR (node:Complaint) REQUIRE node.fact_id IS UNIQUE
