// name:    read/hints/overturned
// summary: To which of these records an objection was upheld by a day: from then on they are over.
// params:  refs: list[str]; day: str; seq: int
// returns: refs: list[str]
UNWIND $refs AS ref
MATCH (ground:Ground {ground_ref: ref})<-[:CONTESTS]-(objection:Objection)
USING INDEX SEEK ground:Ground(ground_ref)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq AND objection.result = 'UPHELD'
  AND coalesce(objection.decided_on, objection.raised_on) <= $day
RETURN collect(DISTINCT ref) AS refs
