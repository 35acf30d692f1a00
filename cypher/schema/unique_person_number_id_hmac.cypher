// name:    schema/unique_person_number_id_hmac
// summary: No two PersonNumber nodes share id_hmac.
// params:
// returns:
CREATE CONSTRAINT unique_person_number_id_hmac IF NOT EXISTS
FOR (node:PersonNumber) REQUIRE node.id_hmac IS UNIQUE
