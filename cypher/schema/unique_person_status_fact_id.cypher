// name:    schema/unique_person_status_fact_id
// summary: No two PersonStatus nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_person_status_fact_id IF NOT EXISTS
FOR (node:PersonStatus) REQUIRE node.fact_id IS UNIQUE
