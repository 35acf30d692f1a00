// name:    read/answers/findings_page
// summary: Current findings in id order, page by page, with the objections to what they rest on.
// params:  after: str; limit: int; seq: int
// returns: rows: list
MATCH (finding:Finding)
WHERE finding.finding_id > $after AND finding.seq_from <= $seq AND finding.seq_to > $seq
WITH finding ORDER BY finding.finding_id LIMIT $limit
OPTIONAL MATCH (finding)-[:RESTS_ON]->(ground:Ground)<-[:CONTESTS]-(objection:Objection)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
WITH finding, collect([objection.raised_on,
  CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
    ELSE coalesce(objection.decided_on, '') END,
  coalesce(objection.result, '')]) AS disputes
RETURN collect({finding: properties(finding), disputes: disputes}) AS rows
