// name:    read/hints/of_entities
// summary: The stored hints of some entities, as columns.
// params:  entity_ids: list[str]; seq: int
// returns: entity: list[str]; value: list[float]; own: list[float]; as_of: list[str]
UNWIND $entity_ids AS entity_id
MATCH (hint:EntityHint {entity_id: entity_id})
USING INDEX SEEK hint:EntityHint(entity_id)
WHERE hint.seq_from <= $seq AND hint.seq_to > $seq
RETURN collect(entity_id) AS entity, collect(hint.value) AS value, collect(hint.own) AS own,
  collect(hint.as_of) AS as_of
