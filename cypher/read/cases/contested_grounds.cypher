// name:    read/cases/contested_grounds
// summary: What objections contest, and of which entity they contest a role, unless dismissed, or corrected by now.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (objection:Objection {current_key: key})
USING INDEX SEEK objection:Objection(current_key)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq
MATCH (objection)-[:CONTESTS]->(ground:Ground)
WHERE coalesce(objection.decided_on, '') = '' OR objection.result = 'UPHELD'
  OR objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on
CALL (ground) {
  MATCH (ground)<-[:RESTS_ON]-(finding:Finding)
  WHERE coalesce(ground.ground_ref, '') = '' AND finding.seq_from <= $seq AND finding.seq_to > $seq
  RETURN collect(DISTINCT finding.entity_id) AS entities
}
UNWIND CASE WHEN size(entities) = 0 THEN [''] ELSE entities END AS entity_id
RETURN collect({ground_ref: coalesce(ground.ground_ref, ''),
  entity_id: CASE WHEN coalesce(objection.entity_id, '') = '' THEN entity_id ELSE objection.entity_id END,
  raised_on: objection.raised_on}) AS rows
