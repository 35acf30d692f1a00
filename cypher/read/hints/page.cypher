// name:    read/hints/page
// summary: Entities with a stored hint, the strongest first, a page below a value.
// params:  below: float; after: str; limit: int; seq: int
// returns: entity: str; value: float; own: float; edition: str; as_of: str
MATCH (hint:EntityHint)
USING INDEX SEEK hint:EntityHint(value)
WHERE hint.value <= $below AND hint.seq_from <= $seq AND hint.seq_to > $seq
  AND (hint.value < $below OR hint.entity_id > $after)
RETURN hint.entity_id AS entity, hint.value AS value, hint.own AS own, hint.edition AS edition,
  hint.as_of AS as_of
ORDER BY value DESC, entity
LIMIT $limit
