// name:    read/saved/entity_fields
// summary: What a composed question may ask of entities, by each state that began by the day.
// params:  entity_ids: list[str]; day: str; seq: int
// returns: entity: list[str]; valid_from: list[str]; fields: list[map]
UNWIND $entity_ids AS entity_id
MATCH (entity:Entity {entity_id: entity_id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
RETURN collect(entity_id) AS entity, collect(state.valid_from) AS valid_from,
  collect({name: coalesce(state.name, ''), status: coalesce(state.status, ''),
    subject_type: coalesce(state.subject_type, ''), legal_form: coalesce(state.legal_form, ''),
    industry_code: coalesce(state.industry_code, ''), region_code: coalesce(state.region_code, ''),
    established_on: coalesce(state.established_on, ''), sme_class: coalesce(state.sme_class, ''),
    state_capital_class: coalesce(state.state_capital_class, ''),
    registered_capital_cny: coalesce(state.registered_capital_cny, -1.0)}) AS fields
