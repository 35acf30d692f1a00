// name:    read/liability/persons
// summary: Whether these persons are known by number, and what is recorded of death and incapacity.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
OPTIONAL MATCH (person)-[:HAS_STATUS]->(status:PersonStatus)
WHERE status.seq_from <= $seq AND status.seq_to > $seq
RETURN collect({person_id: id, name: person.name, verified: person.verified, status: status.status,
  since: status.since}) AS rows
