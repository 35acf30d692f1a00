// name:    read/identity/judged_links
// summary: Every judged link that says that two of the persons known are one: few, read at one go.
// params:  seq: int
// returns: rows: list
MATCH (absorbed:Person)-[link:SAME_PERSON]->(surviving:Person)
WHERE link.seq_from <= $seq AND link.seq_to > $seq
RETURN collect({absorbed: absorbed.person_id, surviving: surviving.person_id}) AS rows
