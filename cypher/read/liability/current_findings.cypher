// name:    read/liability/current_findings
// summary: Current findings on these grounds, to see what a new evaluation changes.
// params:  refs: list[str]; seq: int
// returns: rows: list
UNWIND $refs AS ref
MATCH (finding:Finding {ground_ref: ref})
USING INDEX SEEK finding:Finding(ground_ref)
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
RETURN collect(properties(finding)) AS rows
