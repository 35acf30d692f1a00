// name:    read/hints/repaired
// summary: Which of these records were repaired by a day, and the repair not revoked: they must no longer be used.
// params:  refs: list[str]; day: str; seq: int
// returns: refs: list[str]
UNWIND $refs AS ref
MATCH (repair:RepairCase {target_ref: ref})
USING INDEX SEEK repair:RepairCase(target_ref)
WHERE repair.seq_from <= $seq AND repair.seq_to > $seq AND repair.result IN ['APPROVED', 'REVOKED']
  AND coalesce(repair.decided_on, '') <> '' AND repair.decided_on <= $day
WITH ref, max(CASE WHEN repair.result = 'APPROVED' THEN repair.decided_on ELSE '' END) AS approved,
  max(CASE WHEN repair.result = 'REVOKED' THEN repair.decided_on ELSE '' END) AS revoked
WHERE approved <> '' AND approved >= revoked
RETURN collect(ref) AS refs
