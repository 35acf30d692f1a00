// name:    read/network/page
// summary: The relations of a party on a day, in the order of the fact ids, at most $cap, with what names the others.
// slots:   label: party; key: id_property; types: edge_type*
// params:  id: str; day: str; seq: int; min_pct: float; cap: int
// returns: other: str; other_is_person: bool; type: str; outward: bool; fact_id: str; valid_from: str; source: str;
//          pct: float; max_pct: float; person_name: str; codes: list; names: list
MATCH (party:{{label}} {{{key}}: $id})
MATCH (party)-[edge:{{types}}]-(other)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND coalesce(edge.valid_from, '') <= $day AND coalesce(edge.valid_to, '~') > $day
  AND ($min_pct <= 0.0 OR type(edge) <> 'HOLDS' OR coalesce(edge.equity_pct, edge.equity_min_pct, -1.0) >= $min_pct)
WITH party, edge, other ORDER BY coalesce(edge.fact_id, edge.link_id) LIMIT $cap
CALL (other) {
  MATCH (other)-[by:IDENTIFIED_BY]->(code)
  WHERE by.seq_from <= $seq AND by.seq_to > $seq
  RETURN collect([code.scheme, code.value, by.valid_from, by.valid_to]) AS codes
}
CALL (other) {
  MATCH (other)-[:HAS_STATE]->(state)
  WHERE state.seq_from <= $seq AND state.seq_to > $seq
  RETURN collect([state.valid_from, coalesce(state.name, '')]) AS names
}
RETURN coalesce(other.person_id, other.entity_id) AS other, other.person_id IS NOT NULL AS other_is_person,
  type(edge) AS type, startNode(edge) = party AS outward, coalesce(edge.fact_id, edge.link_id) AS fact_id,
  coalesce(edge.valid_from, '') AS valid_from, coalesce(edge.source, edge.document, '') AS source,
  coalesce(edge.equity_pct, edge.equity_min_pct, -1.0) AS pct,
  CASE
    WHEN edge.equity_pct IS NOT NULL OR (edge.equity_min_pct IS NULL AND edge.equity_max_pct IS NULL) THEN -1.0
    ELSE coalesce(edge.equity_max_pct, 100.0)
  END AS max_pct, coalesce(other.name, '') AS person_name,
  codes, names
ORDER BY fact_id
LIMIT $cap
