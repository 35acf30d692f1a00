// name:    read/ownership/entity_codes
// summary: All codes of entities as now known, with the days from and to which each identifies.
// params:  entity_ids: list[str]; seq: int
// returns: entity: list[str]; scheme: list[str]; value: list[str]; valid_from: list[str]; valid_to: list[str]
UNWIND $entity_ids AS entity_id
MATCH (entity:Entity {entity_id: entity_id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)-[edge:IDENTIFIED_BY]->(identifier:Identifier)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect(entity_id) AS entity, collect(identifier.scheme) AS scheme, collect(identifier.value) AS value,
  collect(edge.valid_from) AS valid_from, collect(edge.valid_to) AS valid_to
