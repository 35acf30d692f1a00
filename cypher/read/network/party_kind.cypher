// name:    read/network/party_kind
// summary: Which of these ids are persons and which are entities.
// params:  ids: list[str]
// returns: persons: list[str]; entities: list[str]
CALL {
  UNWIND $ids AS id
  MATCH (person:Person {person_id: id})
  USING INDEX SEEK person:Person(person_id)
  RETURN collect(id) AS persons
}
CALL {
  UNWIND $ids AS id
  MATCH (entity:Entity {entity_id: id})
  USING INDEX SEEK entity:Entity(entity_id)
  RETURN collect(id) AS entities
}
RETURN persons, entities
LIMIT 1
