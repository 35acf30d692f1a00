// name:    read/liability/bans_of
// summary: Current bans of persons, or in the cases of organisations.
// slots:   id: id_property
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (ban:Ban { {{id}}: id})
USING INDEX SEEK ban:Ban({{id}})
WHERE ban.seq_from <= $seq AND ban.seq_to > $seq AND ban.person_id IS NOT NULL
RETURN collect(properties(ban)) AS rows
