// name:    read/cases/bodies
// summary: What these organisations were, their trade and who was their superior unit, day by day.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (state:EntityState {entity_id: id})
USING INDEX SEEK state:EntityState(entity_id)
WHERE state.seq_from <= $seq AND state.seq_to > $seq
RETURN collect({entity_id: id, valid_from: state.valid_from, name: state.name, subject_type: state.subject_type,
  state_capital_class: state.state_capital_class, supervisor_code: state.supervisor_code,
  region_code: state.region_code, legal_form: state.legal_form, industry_code: state.industry_code}) AS rows
