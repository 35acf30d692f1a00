// name:    write/ingest/create_persons_verified
// summary: Persons not known so far, each with an encrypted document number.
// params:  rows: list
// returns: created: int
UNWIND $rows AS row
CREATE (person:Person {person_id: row.person_id, name: row.name, verified: true})
CREATE (number:PersonNumber {id_hmac: row.id_hmac})
SET number += row.number
CREATE (person)-[:HAS_NUMBER]->(number)
RETURN count(person) AS created
