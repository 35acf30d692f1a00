// name:    read/ownership/person_names
// summary: Names of persons.
// params:  person_ids: list[str]
// returns: person: list[str]; name: list[str]
UNWIND $person_ids AS person_id
MATCH (person:Person {person_id: person_id})
USING INDEX SEEK person:Person(person_id)
RETURN collect(person_id) AS person, collect(coalesce(person.name, '')) AS name
