// name:    derive/warning/close_values
// summary: Close figures that a later computation gives differently.
// params:  ids: list[str]; seq: int; open_seq: int
// returns: closed: int
UNWIND $ids AS id
MATCH (figure:WarningValue {value_id: id})
USING INDEX SEEK figure:WarningValue(value_id)
WHERE figure.seq_to = $open_seq
SET figure.seq_to = $seq
REMOVE figure.current_key
RETURN count(figure) AS closed
