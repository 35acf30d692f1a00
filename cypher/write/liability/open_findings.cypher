// name:    write/liability/open_findings
// summary: New versions of findings, each with what it rests on and its read edge.
// params:  rows: list; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
MATCH (person:Person {person_id: row.properties.person_id})
USING INDEX SEEK person:Person(person_id)
CREATE (finding:Finding)
SET finding += row.properties, finding.seq_from = $seq, finding.seq_to = $open_seq
CREATE (finding)-[:ABOUT_PERSON]->(person)
RETURN count(finding) AS opened
