// name:    read/network/neighbours_page
// summary: Relations of one type of a party on a day, a page in the order of the fact ids.
// slots:   label: party; key: id_property; type: edge_type
// params:  id: str; after: str; limit: int; day: str; seq: int; min_pct: float
// returns: other: str; other_is_person: bool; type: str; outward: bool; fact_id: str; valid_from: str; source: str;
//          pct: float; max_pct: float
MATCH (party:{{label}} {{{key}}: $id})
MATCH (party)-[edge:{{type}}]-(other)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND coalesce(edge.valid_from, '') <= $day AND coalesce(edge.valid_to, '~') > $day
  AND ($min_pct <= 0.0 OR type(edge) <> 'HOLDS' OR coalesce(edge.equity_pct, edge.equity_min_pct, -1.0) >= $min_pct)
  AND coalesce(edge.fact_id, edge.link_id) > $after
RETURN coalesce(other.person_id, other.entity_id) AS other, other.person_id IS NOT NULL AS other_is_person,
  type(edge) AS type, startNode(edge) = party AS outward, coalesce(edge.fact_id, edge.link_id) AS fact_id,
  coalesce(edge.valid_from, '') AS valid_from, coalesce(edge.source, edge.document, '') AS source,
  coalesce(edge.equity_pct, edge.equity_min_pct, -1.0) AS pct,
  CASE
    WHEN edge.equity_pct IS NOT NULL OR (edge.equity_min_pct IS NULL AND edge.equity_max_pct IS NULL) THEN -1.0
    ELSE coalesce(edge.equity_max_pct, 100.0)
  END AS max_pct
ORDER BY fact_id
LIMIT $limit
