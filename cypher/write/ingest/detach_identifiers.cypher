// name:    write/ingest/detach_identifiers
// summary: Close the codes of an entity that another one takes over.
// params:  entity_id: str; seq: int; open_seq: int
// returns: rows: list
MATCH (entity:Entity {entity_id: $entity_id})-[edge:IDENTIFIED_BY]->(identifier:Identifier)
WHERE edge.seq_to = $open_seq
SET edge.seq_to = $seq
REMOVE edge.current_key
RETURN collect({identifier_key: identifier.identifier_key, scheme: identifier.scheme, value: identifier.value}) AS rows
