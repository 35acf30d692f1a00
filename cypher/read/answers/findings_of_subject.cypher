// name:    read/answers/findings_of_subject
// summary: Current findings on one subject, with the objections to what they rest on.
// slots:   id: id_property
// params:  subject: str; seq: int
// returns: rows: list
MATCH (finding:Finding { {{id}}: $subject})
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
OPTIONAL MATCH (finding)-[:RESTS_ON]->(ground:Ground)<-[:CONTESTS]-(objection:Objection)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
WITH finding, collect([objection.raised_on, coalesce(objection.decided_on, '')]) AS disputes
RETURN collect({finding: properties(finding), disputes: disputes}) AS rows
