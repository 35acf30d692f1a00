// name:    read/ownership/entity_regions
// summary: Districts of entities, by each state that began by the day.
// params:  entity_ids: list[str]; day: str; seq: int
// returns: entity: list[str]; valid_from: list[str]; region: list[str]
UNWIND $entity_ids AS entity_id
MATCH (entity:Entity {entity_id: entity_id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
RETURN collect(entity_id) AS entity, collect(state.valid_from) AS valid_from,
  collect(coalesce(state.region_code, '')) AS region
