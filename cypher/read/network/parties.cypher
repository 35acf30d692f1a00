// name:    read/network/parties
// summary: The parties that codes and persons' ids name: all codes and named states of each entity, names of persons.
// params:  keys: list[str]; person_ids: list[str]; seq: int?
// returns: seq: int; entities: list; persons: list
MATCH (counter:Counter {name: 'head'})
USING INDEX SEEK counter:Counter(name)
WITH coalesce($seq, counter.seq) AS at
CALL (at) {
  UNWIND $keys AS key
  MATCH (identifier:Identifier {identifier_key: key})
  USING INDEX SEEK identifier:Identifier(identifier_key)
  MATCH (identifier)<-[edge:IDENTIFIED_BY]-(entity)
  WHERE edge.seq_from <= at AND edge.seq_to > at
  CALL (entity, at) {
    MATCH (entity)-[code:IDENTIFIED_BY]->(other)
    WHERE code.seq_from <= at AND code.seq_to > at
    RETURN collect([other.scheme, other.value, code.valid_from, code.valid_to]) AS codes
  }
  CALL (entity, at) {
    MATCH (entity)-[:HAS_STATE]->(state)
    WHERE state.seq_from <= at AND state.seq_to > at
    RETURN collect([state.valid_from, coalesce(state.name, ''), coalesce(state.region_code, '')]) AS names
  }
  RETURN collect({key: key, id: entity.entity_id, codes: codes, names: names}) AS entities
}
CALL (at) {
  UNWIND $person_ids AS person_id
  MATCH (person:Person {person_id: person_id})
  USING INDEX SEEK person:Person(person_id)
  RETURN collect({id: person_id, name: coalesce(person.name, '')}) AS persons
}
RETURN at AS seq, entities, persons
LIMIT 1
