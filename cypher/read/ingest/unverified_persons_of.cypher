// name:    read/ingest/unverified_persons_of
// summary: Persons known by name only within one company.
// params:  prefix: str; until: str
// returns: rows: list
MATCH (person:Person)
WHERE person.unverified_key > $prefix AND person.unverified_key < $until
RETURN collect({person_id: person.person_id, unverified_key: person.unverified_key}) AS rows
