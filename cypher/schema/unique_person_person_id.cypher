// name:    schema/unique_person_person_id
// summary: No two Person nodes share person_id.
// params:
// returns:
CREATE CONSTRAINT unique_person_person_id IF NOT EXISTS
FOR (node:Person) REQUIRE node.person_id IS UNIQUE
