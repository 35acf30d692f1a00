// name:    read/hints/repaired
// summary: Which of these records were repaired by a day: they must no longer be used.
// params:  refs: list[str]; day: str; seq: int
// returns: refs: list[str]
UNWIND $refs AS ref
MATCH (repair:RepairCase {target_ref: ref})
USING INDEX SEEK repair:RepairCase(target_ref)
WHERE repair.seq_from <= $seq AND repair.seq_to > $seq AND repair.result = 'APPROVED'
  AND coalesce(repair.decided_on, '') <> '' AND repair.decided_on <= $day
RETURN collect(DISTINCT ref) AS refs
