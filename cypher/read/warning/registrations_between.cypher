// name:    read/warning/registrations_between
// summary: Entities registered in a span of days, as columns, by each state that began by its end: the first is of the registration.
// params:  first: str; last: str; seq: int
// returns: fact_id: list[str]; entity: list[str]; day: list[str]; address: list[str]; known_seq: list[int]; origin: list[str];
//          valid_from: list[str]
MATCH (state:EntityState)
USING INDEX SEEK state:EntityState(established_on)
WHERE state.established_on >= $first AND state.established_on <= $last
  AND state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $last
MATCH (version:EntityState {record_key: state.record_key})
USING INDEX SEEK version:EntityState(record_key)
WITH state, min(version.seq_from) AS known_seq
RETURN collect(state.fact_id) AS fact_id,
  collect(state.entity_id) AS entity,
  collect(state.established_on) AS day,
  collect(coalesce(state.address, '')) AS address,
  collect(known_seq) AS known_seq,
  collect(coalesce(state.source_record_id, '')) AS origin,
  collect(state.valid_from) AS valid_from
