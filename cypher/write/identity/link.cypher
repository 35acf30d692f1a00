// name:    write/identity/link
// summary: Judge that a person is another one.
// params:  absorbed: str; surviving: str; link: map; seq: int; open_seq: int
// returns: linked: int
MATCH (absorbed:Person {person_id: $absorbed})
USING INDEX SEEK absorbed:Person(person_id)
MATCH (surviving:Person {person_id: $surviving})
USING INDEX SEEK surviving:Person(person_id)
CREATE (absorbed)-[link:SAME_PERSON]->(surviving)
SET link += $link
SET link.seq_from = $seq, link.seq_to = $open_seq
RETURN count(link) AS linked
