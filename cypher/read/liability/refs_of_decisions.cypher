// name:    read/liability/refs_of_decisions
// summary: Current grounds of one label that rest on decisions with these authorities and numbers.
// slots:   label: fact_node
// params:  refs: list[str]; seq: int
// returns: refs: list[str]
UNWIND $refs AS ref
MATCH (fact:{{label}} {decision_ref: ref})
USING INDEX SEEK fact:{{label}}(decision_ref)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq
RETURN collect(DISTINCT fact.ground_ref) AS refs
