// name:    read/answers/pending_among
// summary: Which of these entities a change touches that still waits for derivation.
// params:  ids: list[str]; seq: int
// returns: ids: list[str]
MATCH (change:Change)
USING INDEX SEEK change:Change(done_seq)
WHERE change.done_seq > $seq AND change.seq <= $seq
UNWIND change.entities AS id
WITH DISTINCT id
WHERE id IN $ids
RETURN collect(id) AS ids
