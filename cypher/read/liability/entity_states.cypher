// name:    read/liability/entity_states
// summary: The dated attributes of these entities.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (state:EntityState {entity_id: id})
USING INDEX SEEK state:EntityState(entity_id)
WHERE state.seq_from <= $seq AND state.seq_to > $seq
RETURN collect({entity_id: id, name: state.name, subject_type: state.subject_type, legal_form: state.legal_form,
  state_capital_class: state.state_capital_class, sme_class: state.sme_class, established_on: state.established_on,
  valid_from: state.valid_from}) AS rows
