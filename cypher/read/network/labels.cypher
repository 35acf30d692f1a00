// name:    read/network/labels
// summary: All codes and named states of entities, and the names of persons, by internal id.
// params:  entity_ids: list[str]; person_ids: list[str]; seq: int
// returns: entities: list; persons: list
CALL {
  UNWIND $entity_ids AS entity_id
  MATCH (entity:Entity {entity_id: entity_id})
  USING INDEX SEEK entity:Entity(entity_id)
  CALL (entity) {
    MATCH (entity)-[code:IDENTIFIED_BY]->(other)
    WHERE code.seq_from <= $seq AND code.seq_to > $seq
    RETURN collect([other.scheme, other.value, code.valid_from, code.valid_to]) AS codes
  }
  CALL (entity) {
    MATCH (entity)-[:HAS_STATE]->(state)
    WHERE state.seq_from <= $seq AND state.seq_to > $seq
    RETURN collect([state.valid_from, coalesce(state.name, '')]) AS names
  }
  RETURN collect({id: entity_id, codes: codes, names: names}) AS entities
}
CALL {
  UNWIND $person_ids AS person_id
  MATCH (person:Person {person_id: person_id})
  USING INDEX SEEK person:Person(person_id)
  RETURN collect({id: person_id, name: coalesce(person.name, '')}) AS persons
}
RETURN entities, persons
LIMIT 1
