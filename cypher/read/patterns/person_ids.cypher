// name:    read/patterns/person_ids
// summary: Ids of all persons, to read what hangs on them range by range.
// params:
// returns: person_ids: list[str]
MATCH (person:Person)
RETURN collect(person.person_id) AS person_ids
