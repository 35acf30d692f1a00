// name:    read/ingest/records_of_entity
// summary: Keys of every current fact that names an entity, and of what is about its decisions.
// params:  entity_id: str; open_seq: int
// returns: edge_keys: list[str]; node_keys: list[str]; ground_refs: list[str]
MATCH (entity:Entity {entity_id: $entity_id})
CALL (entity) {
  MATCH (entity)-[edge]-(other)
  WHERE edge.seq_to = $open_seq AND edge.record_key IS NOT NULL AND type(edge) <> 'IDENTIFIED_BY'
  RETURN collect(edge.record_key) AS edge_keys
}
CALL (entity) {
  MATCH (entity)-->(fact)
  WHERE fact.seq_to = $open_seq AND fact.record_key IS NOT NULL
  RETURN collect(fact.record_key) AS node_keys,
    [ref IN collect(fact.ground_ref) WHERE ref IS NOT NULL] AS ground_refs
}
RETURN edge_keys, node_keys, ground_refs
LIMIT 1
