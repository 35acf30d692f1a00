// name:    schema/unique_person_status_current_key
// summary: No two PersonStatus nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_person_status_current_key IF NOT EXISTS
FOR (node:PersonStatus) REQUIRE node.current_key IS UNIQUE
