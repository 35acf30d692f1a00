// name:    read/answers/counts
// summary: How many nodes of one label are current.
// slots:   label: node_label
// params:  seq: int
// returns: number: int
MATCH (node:{{label}})
WHERE coalesce(node.seq_from, 0) <= $seq AND coalesce(node.seq_to, $seq + 1) > $seq
RETURN count(node) AS number
