// name:    read/oversight/fallen
// summary: Findings taken back or dismissed since a day, for given causes or for all: since when they had stood, and when they fell.
// params:  since: str; causes: list[str]; limit: int; seq: int
// returns: rows: list
MATCH (finding:Finding)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
  AND ((finding.withdrawn_at >= $since AND (size($causes) = 0 OR finding.withdrawn_because IN $causes))
    OR finding.base_state = 'DISMISSED')
WITH finding
ORDER BY finding.finding_id
LIMIT $limit
CALL (finding) {
  MATCH (version:Finding {finding_id: finding.finding_id})
  USING INDEX SEEK version:Finding(finding_id)
  WHERE version.seq_from <= $seq
  RETURN min(CASE WHEN version.withdrawn_at = '' AND version.base_state <> 'DISMISSED' THEN version.seq_from END) AS stood,
    min(CASE WHEN version.withdrawn_at <> '' OR version.base_state = 'DISMISSED' THEN version.seq_from END) AS fell,
    max(CASE WHEN version.withdrawn_at = '' AND version.base_state = 'CONFIRMED' THEN 1 ELSE 0 END) AS confirmed
}
OPTIONAL MATCH (begin:Commit {seq: stood})
OPTIONAL MATCH (end:Commit {seq: fell})
RETURN collect({finding: properties(finding), stood_at: begin.at, fell_at: end.at, confirmed: confirmed}) AS rows
