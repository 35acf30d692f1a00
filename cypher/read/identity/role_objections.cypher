// name:    read/identity/role_objections
// summary: Objections of any of these persons to a role of theirs, decided or not.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (objection:Objection {person_id: id})
USING INDEX SEEK objection:Objection(person_id)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq AND objection.role IS NOT NULL
RETURN collect(properties(objection)) AS rows
