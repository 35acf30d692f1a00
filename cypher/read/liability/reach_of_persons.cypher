// name:    read/liability/reach_of_persons
// summary: Decisions on persons, tax grades for which they are named, and who of them is barred.
// params:  ids: list[str]; seq: int
// returns: refs: list[str]; graded: list[str]; barred: list[str]
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
OPTIONAL MATCH (person)-[:PENALISED_BY]->(penalty)
WHERE penalty.seq_from <= $seq
OPTIONAL MATCH (person)-[:NAMED_BY]->(paper)
WHERE paper.seq_from <= $seq AND paper.target_kind = 'TAX_GRADE'
OPTIONAL MATCH (person)-[:BARRED_BY]->(ban)
WHERE ban.seq_from <= $seq
RETURN collect(DISTINCT penalty.ground_ref) AS refs, collect(DISTINCT paper.target_ref) AS graded,
  collect(DISTINCT ban.person_id) AS barred
