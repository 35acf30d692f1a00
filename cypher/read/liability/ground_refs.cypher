// name:    read/liability/ground_refs
// summary: Every current decision of one label that may be a ground.
// slots:   label: fact_node
// params:  seq: int
// returns: refs: list[str]
MATCH (fact:{{label}})
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq AND fact.ground_ref IS NOT NULL
RETURN collect(fact.ground_ref) AS refs
