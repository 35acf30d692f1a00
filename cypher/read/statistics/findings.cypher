// name:    read/statistics/findings
// summary: Current findings by state of a day, list type, role and month of withdrawal.
// params:  day: str; seq: int
// returns: rows: list
MATCH (finding:Finding)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq AND finding.valid_from <= $day
WITH finding, EXISTS { MATCH (finding)-[:RESTS_ON]->(ground:Ground)<-[:CONTESTS]-(objection:Objection)
  WHERE objection.seq_from <= $seq AND objection.seq_to > $seq AND objection.raised_on <= $day
    AND (coalesce(objection.decided_on, '') = '' OR objection.decided_on > $day
      OR objection.result = 'UPHELD'
      OR objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on) } AS contested
WITH finding.list_type AS list_type, finding.role AS role,
  CASE WHEN finding.withdrawn_at <> '' AND finding.withdrawn_at <= $day THEN 'WITHDRAWN'
    WHEN finding.valid_to <= $day THEN 'EXPIRED'
    WHEN contested THEN 'SUSPENDED'
    ELSE finding.base_state END AS state,
  substring(coalesce(finding.withdrawn_at, ''), 0, 7) AS withdrawn, count(finding) AS number
RETURN collect({list_type: list_type, role: role, state: state, withdrawn: withdrawn, number: number}) AS rows
