// name:    read/disputes/suspended_by
// summary: Every finding that rests on what one objection contests, with all objections to it.
// params:  objection_id: str; limit: int; seq: int
// returns: rows: list
MATCH (objection:Objection {objection_id: $objection_id})
USING INDEX SEEK objection:Objection(objection_id)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
MATCH (objection)-[:CONTESTS]->(:Ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
WITH DISTINCT finding
ORDER BY finding.finding_id
LIMIT $limit
CALL (finding) {
  MATCH (finding)-[:RESTS_ON]->(ground:Ground)<-[:CONTESTS]-(other:Objection)
  WHERE other.seq_from <= $seq AND other.seq_to > $seq
  RETURN collect([other.raised_on,
    CASE WHEN other.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= other.raised_on THEN ''
      ELSE coalesce(other.decided_on, '') END,
    coalesce(other.result, '')]) AS disputes
}
RETURN collect({finding: properties(finding), disputes: disputes}) AS rows
