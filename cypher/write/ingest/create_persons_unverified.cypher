// name:    write/ingest/create_persons_unverified
// summary: Persons known by name only, each belonging to one company (A8).
// params:  rows: list
// returns: created: int
UNWIND $rows AS row
CREATE (person:Person {person_id: row.person_id, name: row.name, verified: false, unverified_key: row.unverified_key})
RETURN count(person) AS created
