// name:    read/identity/contested_roles
// summary: Which of these roles somebody contests, unless the objection is decided as corrected.
// params:  rows: list; seq: int
// returns: rows: list
UNWIND $rows AS row
MATCH (objection:Objection {person_id: row.objector})
USING INDEX SEEK objection:Objection(person_id)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq AND objection.entity_id = row.entity_id
  AND objection.role = row.role AND coalesce(objection.result, '') <> 'CORRECTED'
RETURN collect(row) AS rows
