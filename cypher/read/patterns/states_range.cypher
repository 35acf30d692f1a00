// name:    read/patterns/states_range
// summary: What patterns need of the attributes of a range of entities, by each state that began by the day.
// params:  first: str; last: str; day: str; seq: int
// returns: entity: list[str]; valid_from: list[str]; name: list[str]; address: list[str]; phone: list[str];
//          established_on: list[str]; ended_on: list[str]; subject_type: list[str]; state_class: list[str];
//          listed: list[bool]; region: list[str]
MATCH (entity:Entity)
USING INDEX SEEK entity:Entity(entity_id)
WHERE entity.entity_id >= $first AND entity.entity_id <= $last
MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
RETURN collect(entity.entity_id) AS entity,
  collect(state.valid_from) AS valid_from,
  collect(coalesce(state.name, '')) AS name,
  collect(coalesce(state.address, '')) AS address,
  collect(coalesce(state.phone_hmac, '')) AS phone,
  collect(coalesce(state.established_on, '')) AS established_on,
  collect(coalesce(state.ended_on, '')) AS ended_on,
  collect(coalesce(state.subject_type, '')) AS subject_type,
  collect(coalesce(state.state_capital_class, '')) AS state_class,
  collect(coalesce(state.listed, false)) AS listed,
  collect(coalesce(state.region_code, '')) AS region
