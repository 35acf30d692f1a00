// name:    write/ingest/create_entities
// summary: Entities not known so far, each with the code that identifies it.
// params:  rows: list; seq: int; open_seq: int
// returns: created: int
UNWIND $rows AS row
CREATE (entity:Entity {entity_id: row.entity_id})
MERGE (identifier:Identifier {identifier_key: row.identifier_key})
ON CREATE SET identifier.scheme = row.scheme, identifier.value = row.value
CREATE (entity)-[edge:IDENTIFIED_BY]->(identifier)
SET edge += row.edge, edge.seq_from = $seq, edge.seq_to = $open_seq
RETURN count(entity) AS created
