// name:    read/receipts/standing
// summary: How findings stand: their version and what contests it, each with when it was known; a correction, when its record came.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (finding:Finding {finding_id: id})
USING INDEX SEEK finding:Finding(finding_id)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
MATCH (commit:Commit {seq: finding.seq_from})
USING INDEX SEEK commit:Commit(seq)
CALL (finding) {
  OPTIONAL MATCH (finding)-[:RESTS_ON]->(ground:Ground)<-[:CONTESTS]-(objection:Objection)
  WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
  WITH objection, ground, CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') > objection.raised_on
    AND ground.seq_from > objection.seq_from THEN ground.seq_from ELSE objection.seq_from END AS since
  OPTIONAL MATCH (known:Commit {seq: since})
  USING INDEX SEEK known:Commit(seq)
  RETURN collect([objection.raised_on,
    CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
      ELSE coalesce(objection.decided_on, '') END,
    coalesce(objection.result, ''),
    objection.objection_id, known.at]) AS disputes
}
RETURN collect({finding: properties(finding), known_at: commit.at, disputes: disputes}) AS rows
