// name:    read/answers/fact_nodes
// summary: Current facts of one label, page by page in key order.
// slots:   label: fact_node
// params:  after: str; limit: int; seq: int
// returns: rows: list
MATCH (fact:{{label}})
WHERE fact.record_key > $after AND fact.seq_from <= $seq AND fact.seq_to > $seq
WITH fact ORDER BY fact.record_key LIMIT $limit
RETURN collect(properties(fact)) AS rows
