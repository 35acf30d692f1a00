// name:    read/answers/districts_of_persons
// summary: Where persons belong: entities at which they hold or held something, entities and authorities of findings on them.
// params:  person_ids: list[str]; seq: int
// returns: rows: list
UNWIND $person_ids AS person_id
MATCH (person:Person {person_id: person_id})
USING INDEX SEEK person:Person(person_id)
CALL (person) {
  MATCH (person)-[link:SAME_PERSON]-(other:Person)
  WHERE link.seq_from <= $seq AND link.seq_to > $seq
  RETURN collect(other) AS others
}
CALL (person, others) {
  UNWIND [person] + others AS one
  MATCH (one)-[edge]->(entity:Entity)
  WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.record_key IS NOT NULL
  RETURN collect(DISTINCT entity.entity_id) AS held
}
CALL (person, others) {
  UNWIND [person] + others AS one
  MATCH (finding:Finding {person_id: one.person_id})
  USING INDEX SEEK finding:Finding(person_id)
  WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
  RETURN collect(DISTINCT finding.entity_id) AS found,
    collect(DISTINCT coalesce(finding.authority_code, '')) AS authorities
}
WITH person_id, held + found AS entities, authorities ORDER BY person_id LIMIT 10000
RETURN collect({id: person_id, entities: entities, authorities: authorities}) AS rows
