// name:    read/liability/finding_refs
// summary: Every ground on which a current finding stands.
// params:  seq: int
// returns: refs: list[str]
MATCH (finding:Finding)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
RETURN collect(DISTINCT finding.ground_ref) AS refs
