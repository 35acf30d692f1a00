// name:    read/hints/state_classes_of
// summary: Whether these entities are organs (1), firms of the state (2) or 个体工商户 (4), by each state begun by the day.
// params:  entity_ids: list[str]; day: str; seq: int
// returns: entity: list[str]; valid_from: list[str]; mark: list[int]
UNWIND $entity_ids AS entity_id
MATCH (entity:Entity {entity_id: entity_id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
WITH entity_id, state.valid_from AS valid_from,
  CASE WHEN state.subject_type = '机关' OR state.state_capital_class = '机关' THEN 1 ELSE 0 END
  + CASE WHEN state.state_capital_class IN ['国有独资', '国有控股'] THEN 2 ELSE 0 END
  + CASE WHEN state.subject_type = '个体工商户' THEN 4 ELSE 0 END AS mark
RETURN collect(entity_id) AS entity, collect(valid_from) AS valid_from, collect(mark) AS mark
