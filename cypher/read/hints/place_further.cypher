// name:    read/hints/place_further
// summary: The place in the list of hints that lies so many places after another.
// params:  below: float; after: str; places: int; seq: int
// returns: entity: str; value: float
MATCH (hint:EntityHint)
USING INDEX SEEK hint:EntityHint(value)
WHERE hint.value <= $below AND hint.seq_from <= $seq AND hint.seq_to > $seq
  AND (hint.value < $below OR hint.entity_id > $after)
WITH hint.entity_id AS entity, hint.value AS value
ORDER BY value DESC, entity
SKIP $places - 1
RETURN entity, value
LIMIT 1
