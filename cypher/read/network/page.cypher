// name:    read/network/page
// summary: The relations of a party on a day, in the order of the fact ids, at most $cap of them.
// slots:   label: party; key: id_property; types: edge_type*
// params:  id: str; day: str; seq: int; min_pct: float; cap: int
// returns: other: str; other_is_person: bool; type: str; outward: bool; fact_id: str; valid_from: str; source: str;
//          pct: float
MATCH (party:{{label}} {{{key}}: $id})
MATCH (party)-[edge:{{types}}]-(other)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
  AND ($min_pct <= 0.0 OR type(edge) <> 'HOLDS' OR coalesce(edge.equity_pct, edge.equity_min_pct, -1.0) >= $min_pct)
RETURN coalesce(other.person_id, other.entity_id) AS other, other.person_id IS NOT NULL AS other_is_person,
  type(edge) AS type, startNode(edge) = party AS outward, edge.fact_id AS fact_id,
  edge.valid_from AS valid_from, coalesce(edge.source, '') AS source,
  coalesce(edge.equity_pct, edge.equity_min_pct, -1.0) AS pct
ORDER BY fact_id
LIMIT $cap
