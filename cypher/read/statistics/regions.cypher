// name:    read/statistics/regions
// summary: The region of each entity's newest state, by which scopes are judged.
// params:  entity_ids: list[str]; seq: int
// returns: rows: list
UNWIND $entity_ids AS entity_id
MATCH (entity:Entity {entity_id: entity_id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq AND state.seq_to > $seq
WITH entity_id, max(state.valid_from + '|' + coalesce(state.region_code, '')) AS placed
RETURN collect({id: entity_id, region: split(placed, '|')[1]}) AS rows
