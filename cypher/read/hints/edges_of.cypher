// name:    read/hints/edges_of
// summary: Relations of some parties on a day that lead to an entity, at most $cap of each party, with both ends.
// slots:   types: edge_type*
// params:  entity_ids: list[str]; person_ids: list[str]; day: str; seq: int; cap: int
// returns: node: list[str]; source: list[str]; is_person: list[bool]; target: list[str]; type: list[str];
//          holder_kind: list[str]; fact_id: list[str]; valid_from: list[str]; origin: list[str]
CALL {
  UNWIND $entity_ids AS entity_id
  MATCH (party:Entity {entity_id: entity_id})
  USING INDEX SEEK party:Entity(entity_id)
  RETURN party, entity_id AS id
  UNION ALL
  UNWIND $person_ids AS person_id
  MATCH (party:Person {person_id: person_id})
  USING INDEX SEEK party:Person(person_id)
  RETURN party, person_id AS id
}
CALL (party) {
  MATCH (party)-[edge:{{types}}]-(other)
  WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
    AND endNode(edge).entity_id IS NOT NULL
  RETURN edge, startNode(edge) AS source, endNode(edge) AS target
  LIMIT $cap
}
RETURN collect(id) AS node,
  collect(coalesce(source.person_id, source.entity_id)) AS source,
  collect(source.person_id IS NOT NULL) AS is_person,
  collect(target.entity_id) AS target,
  collect(type(edge)) AS type,
  collect(coalesce(edge.holder_kind, '')) AS holder_kind,
  collect(coalesce(edge.fact_id, '')) AS fact_id,
  collect(edge.valid_from) AS valid_from,
  collect(coalesce(edge.source, '')) AS origin
