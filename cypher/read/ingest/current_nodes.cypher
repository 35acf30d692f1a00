// name:    read/ingest/current_nodes
// summary: The current versions of facts that are nodes.
// slots:   label: fact_node
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (fact:{{label}} {current_key: key})
USING INDEX SEEK fact:{{label}}(current_key)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq
RETURN collect({record_key: key, fact_id: fact.fact_id}) AS rows
