// name:    read/liability/ground_refs_of_persons
// summary: Grounds of the current findings on these persons.
// params:  ids: list[str]; seq: int
// returns: refs: list[str]
UNWIND $ids AS id
MATCH (finding:Finding {person_id: id})
USING INDEX SEEK finding:Finding(person_id)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
RETURN collect(DISTINCT finding.ground_ref) AS refs
