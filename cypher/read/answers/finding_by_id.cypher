// name:    read/answers/finding_by_id
// summary: One finding's current version, with the objections to what it rests on.
// params:  finding_id: str; seq: int
// returns: rows: list
MATCH (finding:Finding {finding_id: $finding_id})
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
OPTIONAL MATCH (finding)-[:RESTS_ON]->(ground:Ground)<-[:CONTESTS]-(objection:Objection)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
WITH finding, collect([objection.raised_on,
  CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
    ELSE coalesce(objection.decided_on, '') END,
  coalesce(objection.result, '')]) AS disputes
RETURN collect({finding: properties(finding), disputes: disputes}) AS rows
