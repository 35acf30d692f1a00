// name:    read/answers/persons_masked
// summary: Masked numbers of persons.
// params:  ids: list[str]
// returns: rows: list
UNWIND $ids AS id
MATCH (person:Person {person_id: id})-[:HAS_NUMBER]->(number:PersonNumber)
USING INDEX SEEK person:Person(person_id)
RETURN collect({id: id, masked: number.masked}) AS rows
