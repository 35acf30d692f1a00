// name:    read/network/frontier
// summary: What adjoins these parties on a day: one level of a search, at most $cap relations a party.
// slots:   types: edge_type*
// params:  entity_ids: list[str]; person_ids: list[str]; day: str; seq: int; min_pct: float; cap: int
// returns: node: list[str]; organ: list[bool]; other: list[str]; other_is_person: list[bool];
//          type: list[str]; outward: list[bool]; fact_id: list[str]; valid_from: list[str]; source: list[str];
//          pct: list[float]; max_pct: list[float]
CALL {
  UNWIND $entity_ids AS entity_id
  MATCH (party:Entity {entity_id: entity_id})
  USING INDEX SEEK party:Entity(entity_id)
  CALL (party) {
    MATCH (party)-[:HAS_STATE]->(state:EntityState)
    WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
    WITH state ORDER BY state.valid_from DESC LIMIT 1
    RETURN collect(coalesce(state.subject_type, '') = '机关' OR coalesce(state.state_capital_class, '') = '机关') AS organs
  }
  RETURN party, entity_id AS id, coalesce(head(organs), false) AS organ
  UNION ALL
  UNWIND $person_ids AS person_id
  MATCH (party:Person {person_id: person_id})
  USING INDEX SEEK party:Person(person_id)
  RETURN party, person_id AS id, false AS organ
}
CALL (party) {
  MATCH (party)-[edge:{{types}}]-(other)
  WHERE type(edge) <> 'SAME_PERSON'
    AND edge.seq_from <= $seq AND edge.seq_to > $seq AND coalesce(edge.valid_from, '') <= $day AND coalesce(edge.valid_to, '~') > $day
    AND ($min_pct <= 0.0 OR type(edge) <> 'HOLDS' OR coalesce(edge.equity_pct, edge.equity_min_pct, -1.0) >= $min_pct)
  RETURN edge, other
  LIMIT $cap
  // A judgement is no relation: it takes no room among them, and none is ever cut.
  UNION ALL
  MATCH (party:Person)-[edge:SAME_PERSON]-(other:Person)
  WHERE '{{types}}' CONTAINS 'SAME_PERSON' AND edge.seq_from <= $seq AND edge.seq_to > $seq
  RETURN edge, other
}
RETURN collect(id) AS node,
  collect(organ OR (startNode(edge) = party AND coalesce(edge.holder_kind, '') = 'STATE')) AS organ,
  collect(coalesce(other.person_id, other.entity_id)) AS other,
  collect(other.person_id IS NOT NULL) AS other_is_person,
  collect(type(edge)) AS type,
  collect(startNode(edge) = party) AS outward,
  collect(coalesce(edge.fact_id, edge.link_id, '')) AS fact_id,
  collect(coalesce(edge.valid_from, '')) AS valid_from,
  collect(coalesce(edge.source, edge.document, '')) AS source,
  collect(coalesce(edge.equity_pct, edge.equity_min_pct, -1.0)) AS pct,
  collect(CASE
    WHEN edge.equity_pct IS NOT NULL OR (edge.equity_min_pct IS NULL AND edge.equity_max_pct IS NULL) THEN -1.0
    ELSE coalesce(edge.equity_max_pct, 100.0)
  END) AS max_pct
