// name:    read/hints/stored_range
// summary: Stored hints of a range of entities, as columns.
// params:  first: str; last: str; seq: int
// returns: entity: list[str]; value: list[float]; own: list[float]; edition: list[str]
MATCH (hint:EntityHint)
USING INDEX SEEK hint:EntityHint(entity_id)
WHERE hint.entity_id >= $first AND hint.entity_id <= $last AND hint.seq_from <= $seq AND hint.seq_to > $seq
RETURN collect(hint.entity_id) AS entity, collect(hint.value) AS value, collect(hint.own) AS own,
  collect(hint.edition) AS edition
