// name:    read/search/persons
// summary: Persons of a name, each with some of the entities that tell namesakes apart.
// params:  phrase: str; name: str; limit: int; seq: int
// returns: rows: list
CALL db.index.fulltext.queryNodes('Person[name]', $phrase) YIELD node, score
WITH node AS person, score
WHERE person.name STARTS WITH $name
WITH person ORDER BY person.name, person.person_id LIMIT $limit
OPTIONAL MATCH (person)-[:HAS_NUMBER]->(number:PersonNumber)
WITH person, min(number.masked) AS masked
CALL (person) {
  MATCH (person)-[edge]->(entity:Entity)
  WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.record_key IS NOT NULL
  WITH entity, min(type(edge)) AS type LIMIT 3
  OPTIONAL MATCH (entity)-[:HAS_STATE]->(state)
  WHERE state.seq_from <= $seq AND state.seq_to > $seq
  WITH entity, type, max(state.valid_from + '|' + coalesce(state.name, '')) AS named
  RETURN collect({id: entity.entity_id, type: type, named: coalesce(named, '|')}) AS entities
}
RETURN collect({id: person.person_id, name: person.name, verified: person.verified, masked: masked,
  entities: entities}) AS rows
