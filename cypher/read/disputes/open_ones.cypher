// name:    read/disputes/open_ones
// summary: Objections that are open on a day, or wait for the corrected record; how many findings on how many grounds each suspends.
// params:  day: str; after: str; limit: int; seq: int
// returns: rows: list
MATCH (objection:Objection)
WHERE objection.objection_id > $after AND objection.seq_from <= $seq AND objection.seq_to > $seq
  AND objection.raised_on <= $day
  AND (coalesce(objection.decided_on, '') = '' OR objection.decided_on > $day
    OR objection.result = 'CORRECTED' AND EXISTS { MATCH (objection)-[:CONTESTS]->(ground:Ground)
      WHERE ground.seq_to > $seq AND coalesce(ground.told_since, '') <= objection.raised_on })
WITH objection
ORDER BY objection.objection_id
LIMIT $limit
CALL (objection) {
  MATCH (objection)-[:CONTESTS]->(ground:Ground)<-[:RESTS_ON]-(finding:Finding)
  WHERE (coalesce(objection.decided_on, '') = '' OR objection.decided_on > $day
      OR coalesce(ground.told_since, '') <= objection.raised_on)
    AND finding.seq_from <= $seq AND finding.seq_to > $seq AND finding.valid_to > $day
    AND (finding.withdrawn_at = '' OR finding.withdrawn_at > $day)
  RETURN count(DISTINCT finding) AS findings, count(DISTINCT finding.ground_ref) AS grounds
}
RETURN collect({objection: properties(objection), findings: findings, grounds: grounds}) AS rows
