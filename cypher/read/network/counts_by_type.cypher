// name:    read/network/counts_by_type
// summary: How many relations of each type and direction a party has on a day.
// slots:   label: party; key: id_property; types: edge_type*
// params:  id: str; day: str; seq: int; min_pct: float
// returns: type: str; outward: bool; number: int
MATCH (party:{{label}} {{{key}}: $id})
MATCH (party)-[edge:{{types}}]-(other)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND coalesce(edge.valid_from, '') <= $day AND coalesce(edge.valid_to, '~') > $day
  AND ($min_pct <= 0.0 OR type(edge) <> 'HOLDS' OR coalesce(edge.equity_pct, edge.equity_min_pct, -1.0) >= $min_pct)
WITH type(edge) AS type, startNode(edge) = party AS outward, count(edge) AS number
RETURN type, outward, number
ORDER BY type, outward
LIMIT 1000
