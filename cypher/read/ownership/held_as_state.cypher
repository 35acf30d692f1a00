// name:    read/ownership/held_as_state
// summary: When these entities hold something as organs of the state, within two days, each span once.
// params:  entity_ids: list[str]; account_names: list[str]; first_day: str; last_day: str; seq: int
// returns: entity: list[str]; valid_from: list[str]; valid_to: list[str]
UNWIND $entity_ids AS entity_id
MATCH (entity:Entity {entity_id: entity_id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)-[edge:HOLDS]->()
WHERE edge.holder_kind = 'STATE' AND NOT coalesce(edge.holder_name, '') IN $account_names
  AND edge.seq_from <= $seq AND edge.seq_to > $seq
  AND edge.valid_from <= $last_day AND edge.valid_to > $first_day
WITH DISTINCT entity_id, edge.valid_from AS valid_from, edge.valid_to AS valid_to
RETURN collect(entity_id) AS entity, collect(valid_from) AS valid_from, collect(valid_to) AS valid_to
