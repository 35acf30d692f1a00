// name:    write/hints/open_hints
// summary: Write current hints.
// params:  rows: list; as_of: str; run_id: str; edition: str; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
CREATE (hint:EntityHint {entity_id: row.entity_id, current_key: row.entity_id, value: row.value, own: row.own,
  edition: $edition, as_of: $as_of, run_id: $run_id, seq_from: $seq, seq_to: $open_seq})
RETURN count(hint) AS opened
