// name:    read/identity/same_persons
// summary: Judged links that say that two of the persons known are one, from or to any of these.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
MATCH (person)-[link:SAME_PERSON]-(other:Person)
WHERE link.seq_from <= $seq AND link.seq_to > $seq
WITH DISTINCT startNode(link) AS absorbed, endNode(link) AS surviving, link
RETURN collect({absorbed: absorbed.person_id, surviving: surviving.person_id}) AS rows
