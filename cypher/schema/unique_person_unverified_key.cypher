// name:    schema/unique_person_unverified_key
// summary: No two Person nodes share unverified_key.
// params:
// returns:
CREATE CONSTRAINT unique_person_unverified_key IF NOT EXISTS
FOR (node:Person) REQUIRE node.unverified_key IS UNIQUE
