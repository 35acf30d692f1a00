// name:    read/identity/judged
// summary: Every judgement on whether a person is another one, whenever it was made.
// params:  person_id: str; seq: int
// returns: rows: list
MATCH (person:Person {person_id: $person_id})
USING INDEX SEEK person:Person(person_id)
MATCH (person)-[link:SAME_PERSON]-(:Person)
WHERE link.seq_from <= $seq
WITH DISTINCT startNode(link) AS absorbed, endNode(link) AS surviving, link
ORDER BY link.seq_from DESC
LIMIT 1000
RETURN collect({absorbed: absorbed.person_id, surviving: surviving.person_id, link: properties(link)}) AS rows
