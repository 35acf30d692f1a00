// name:    read/saved/step
// summary: Whom these parties are related to by one type on a day, at most $cap of each.
// slots:   label: party; key: id_property; type: edge_type
// params:  ids: list[str]; cap: int; day: str; seq: int
// returns: party: list[str]; other: list[str]; other_is_person: list[bool]; outward: list[bool];
//          fact_id: list[str]; valid_from: list[str]; pct: list[float]
UNWIND $ids AS id
MATCH (party:{{label}} {{{key}}: id})
USING INDEX SEEK party:{{label}}({{key}})
CALL (party) {
  MATCH (party)-[edge:{{type}}]-(other)
  WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
  RETURN edge, other
  LIMIT $cap
}
RETURN collect(id) AS party,
  collect(coalesce(other.person_id, other.entity_id)) AS other,
  collect(other.person_id IS NOT NULL) AS other_is_person,
  collect(startNode(edge) = party) AS outward,
  collect(coalesce(edge.fact_id, '')) AS fact_id,
  collect(edge.valid_from) AS valid_from,
  collect(coalesce(edge.equity_pct, edge.equity_min_pct, -1.0)) AS pct
