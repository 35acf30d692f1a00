// name:    read/liability/grounds
// summary: The current versions of decisions of one label.
// slots:   label: fact_node
// params:  refs: list[str]; seq: int
// returns: rows: list
UNWIND $refs AS ref
MATCH (fact:{{label}} {ground_ref: ref})
USING INDEX SEEK fact:{{label}}(ground_ref)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq
RETURN collect(properties(fact)) AS rows
