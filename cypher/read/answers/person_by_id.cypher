// name:    read/answers/person_by_id
// summary: A person by internal id, with the masked number.
// params:  id: str
// returns: id: str; name: str; verified: bool; masked: str
MATCH (person:Person {person_id: $id})
OPTIONAL MATCH (person)-[:HAS_NUMBER]->(number:PersonNumber)
RETURN person.person_id AS id, person.name AS name, person.verified AS verified, number.masked AS masked
LIMIT 1
