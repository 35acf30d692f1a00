// name:    read/ownership/marks_range
// summary: Whether entities of a range are organs (1), partnerships (2), listed (4), accounts (8), by state.
// params:  first: str; last: str; partnership_forms: list[str]; account_names: list[str]; day: str; seq: int
// returns: entity: list[str]; valid_from: list[str]; mark: list[int]
MATCH (entity:Entity)
WHERE entity.entity_id >= $first AND entity.entity_id <= $last
MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
WITH entity.entity_id AS entity_id, state.valid_from AS valid_from,
  CASE WHEN state.subject_type = '机关' OR state.state_capital_class = '机关' THEN 1 ELSE 0 END
  + CASE WHEN state.legal_form IN $partnership_forms THEN 2 ELSE 0 END
  + CASE WHEN state.listed = true THEN 4 ELSE 0 END
  + CASE WHEN state.name IN $account_names THEN 8 ELSE 0 END AS mark
RETURN collect(entity_id) AS entity, collect(valid_from) AS valid_from, collect(mark) AS mark
