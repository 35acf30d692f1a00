// name:    write/identity/unlink
// summary: Take back the judgement that a person is another one.
// params:  absorbed: str; ended_by: str; ended_because: str; seq: int; open_seq: int
// returns: surviving: str
MATCH (absorbed:Person {person_id: $absorbed})
USING INDEX SEEK absorbed:Person(person_id)
MATCH (absorbed)-[link:SAME_PERSON]->(surviving:Person)
WHERE link.seq_to = $open_seq
SET link.seq_to = $seq, link.ended_by = $ended_by, link.ended_because = $ended_because
RETURN surviving.person_id AS surviving
