// name:    write/hints/close_hints
// summary: End the current hints of these entities.
// params:  entity_ids: list; seq: int
// returns: closed: int
UNWIND $entity_ids AS entity_id
MATCH (hint:EntityHint {current_key: entity_id})
USING INDEX SEEK hint:EntityHint(current_key)
SET hint.seq_to = $seq
REMOVE hint.current_key
RETURN count(hint) AS closed
