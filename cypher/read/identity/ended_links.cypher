// name:    read/identity/ended_links
// summary: Links from or to any of these persons that were taken back: until which commit they stood.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
MATCH (person)-[link:SAME_PERSON]-(:Person)
WHERE link.seq_to <= $seq
RETURN collect({person_id: id, seq_from: link.seq_from, seq_to: link.seq_to}) AS rows
