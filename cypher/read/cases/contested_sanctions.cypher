// name:    read/cases/contested_sanctions
// summary: Measures that run on findings which objections contest, unless these were decided otherwise than upheld.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (objection:Objection {current_key: key})
USING INDEX SEEK objection:Objection(current_key)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
  AND (coalesce(objection.decided_on, '') = '' OR objection.result = 'UPHELD')
MATCH (objection)-[:CONTESTS]->(:Ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
MATCH (sanction:Sanction {finding_id: finding.finding_id})
USING INDEX SEEK sanction:Sanction(finding_id)
WHERE sanction.seq_from <= $seq AND sanction.seq_to > $seq AND sanction.standing = 'OPEN'
  AND coalesce(sanction.suspended_on, '') = ''
RETURN collect({sanction: properties(sanction), raised_on: objection.raised_on}) AS rows
