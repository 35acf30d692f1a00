// name:    read/patterns/edges_range
// summary: Relations of some types that lead to a range of entities on a day, as columns; no percentage is -1.
// slots:   types: edge_type*
// params:  first: str; last: str; day: str; seq: int
// returns: source: list[str]; is_person: list[bool]; target: list[str]; type: list[str]; holder_kind: list[str];
//          pct: list[float]
MATCH (entity:Entity)
USING INDEX SEEK entity:Entity(entity_id)
WHERE entity.entity_id >= $first AND entity.entity_id <= $last
MATCH (entity)<-[edge:{{types}}]-(party)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
RETURN collect(coalesce(party.person_id, party.entity_id)) AS source,
  collect(party.person_id IS NOT NULL) AS is_person,
  collect(entity.entity_id) AS target,
  collect(type(edge)) AS type,
  collect(coalesce(edge.holder_kind, '')) AS holder_kind,
  collect(coalesce(edge.vote_pct, edge.equity_pct, edge.equity_min_pct, -1.0)) AS pct
