// name:    read/receipts/entries
// summary: How own entries stand: the newest version, whether it is taken back, since when that is known, objections and repairs.
// slots:   label: fact_node
// params:  refs: list[str]; seq: int
// returns: rows: list
UNWIND $refs AS ref
MATCH (version:{{label}} {ground_ref: ref})
USING INDEX SEEK version:{{label}}(ground_ref)
WHERE version.seq_from <= $seq
WITH ref, version
ORDER BY version.seq_from DESC
WITH ref, head(collect(version)) AS fact
WITH ref, fact, fact.seq_to <= $seq AS closed, CASE WHEN fact.seq_to <= $seq THEN fact.seq_to ELSE fact.seq_from END AS since
MATCH (commit:Commit {seq: since})
USING INDEX SEEK commit:Commit(seq)
CALL (fact) {
  OPTIONAL MATCH (ground:Ground {ground_key: fact.fact_id})<-[:CONTESTS]-(objection:Objection)
  USING INDEX SEEK ground:Ground(ground_key)
  WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
  WITH objection, ground, CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') > objection.raised_on
    AND ground.seq_from > objection.seq_from THEN ground.seq_from ELSE objection.seq_from END AS told
  OPTIONAL MATCH (known:Commit {seq: told})
  USING INDEX SEEK known:Commit(seq)
  RETURN collect([objection.raised_on,
    CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
      ELSE coalesce(objection.decided_on, '') END,
    coalesce(objection.result, ''),
    objection.objection_id, known.at]) AS disputes
}
CALL (ref) {
  OPTIONAL MATCH (repair:RepairCase {target_ref: ref})
  USING INDEX SEEK repair:RepairCase(target_ref)
  WHERE repair.seq_from <= $seq AND repair.seq_to > $seq
  OPTIONAL MATCH (known:Commit {seq: repair.seq_from})
  USING INDEX SEEK known:Commit(seq)
  RETURN collect({repair: properties(repair), known_at: known.at}) AS repairs
}
RETURN collect({ref: ref, fact: properties(fact), closed: closed, known_at: commit.at, disputes: disputes,
  repairs: repairs}) AS rows
