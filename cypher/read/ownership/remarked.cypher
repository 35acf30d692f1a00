// name:    read/ownership/remarked
// summary: Of these entities those with a state written or ended since a commit, one of whose states marks them (marks_of).
// params:  entity_ids: list[str]; partnership_forms: list[str]; account_names: list[str]; since: int; seq: int
// returns: entities: list[str]
UNWIND $entity_ids AS entity_id
MATCH (entity:Entity {entity_id: entity_id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq
WITH entity_id,
  max(CASE WHEN state.seq_from >= $since OR (state.seq_to >= $since AND state.seq_to <= $seq) THEN 1 ELSE 0 END) AS moved,
  max(CASE WHEN state.subject_type = '机关' OR state.state_capital_class = '机关' OR state.listed = true
    OR state.legal_form IN $partnership_forms OR state.name IN $account_names THEN 1 ELSE 0 END) AS marked
WHERE moved = 1 AND marked = 1
RETURN collect(entity_id) AS entities
