// name:    write/ingest/rekey_person
// summary: A person known by name only now belongs to another company.
// params:  person_id: str; unverified_key: str
// returns: person_id: str
MATCH (person:Person {person_id: $person_id})
SET person.unverified_key = $unverified_key
RETURN person.person_id AS person_id
