// name:    write/ingest/attach_identifiers
// summary: A further code for an entity that is known already.
// params:  rows: list; seq: int; open_seq: int
// returns: attached: int
UNWIND $rows AS row
MATCH (entity:Entity {entity_id: row.entity_id})
USING INDEX SEEK entity:Entity(entity_id)
MERGE (identifier:Identifier {identifier_key: row.identifier_key})
ON CREATE SET identifier.scheme = row.scheme, identifier.value = row.value
CREATE (entity)-[edge:IDENTIFIED_BY]->(identifier)
SET edge += row.edge, edge.seq_from = $seq, edge.seq_to = $open_seq
RETURN count(entity) AS attached
