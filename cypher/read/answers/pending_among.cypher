// name:    read/answers/pending_among
// summary: Which of these entities, persons and grounds' records a change touches that still waits for derivation, and is of a later commit than $after.
// params:  ids: list[str]; after: int; seq: int
// returns: ids: list[str]
MATCH (change:Change)
USING INDEX SEEK change:Change(done_seq)
WHERE change.done_seq > $seq AND change.seq <= $seq AND change.seq > $after
UNWIND coalesce(change.entities, []) + coalesce(change.persons, []) + coalesce(change.ground_refs, []) AS id
WITH DISTINCT id
WHERE id IN $ids
RETURN collect(id) AS ids
