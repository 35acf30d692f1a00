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
RETURN collect({fact_id: ground.fact_id, ground_ref: coalesce(ground.ground_ref, ''), entity_id: coalesce(objection.entity_id, ''),
  raised_on: objection.raised_on}) AS rows
