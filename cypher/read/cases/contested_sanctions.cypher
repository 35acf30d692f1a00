// name:    read/cases/contested_sanctions
// summary: Measures that run on findings which objections contest, unless these were dismissed, or corrected by now.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (objection:Objection {current_key: key})
USING INDEX SEEK objection:Objection(current_key)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
MATCH (objection)-[:CONTESTS]->(ground:Ground)<-[:RESTS_ON]-(finding:Finding)
WHERE (coalesce(objection.decided_on, '') = '' OR objection.result = 'UPHELD'
  OR objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on)
  AND finding.seq_from <= $seq AND finding.seq_to > $seq
MATCH (sanction:Sanction {finding_id: finding.finding_id})
USING INDEX SEEK sanction:Sanction(finding_id)
WHERE sanction.seq_from <= $seq AND sanction.seq_to > $seq AND sanction.standing = 'OPEN'
  AND coalesce(sanction.suspended_on, '') = ''
RETURN collect({sanction: properties(sanction), raised_on: objection.raised_on}) AS rows
