// name:    read/answers/entity_codes
// summary: Current codes of entities, page by page.
// params:  after: str; limit: int; seq: int
// returns: rows: list
MATCH (entity:Entity)
WHERE entity.entity_id > $after
WITH entity ORDER BY entity.entity_id LIMIT $limit
OPTIONAL MATCH (entity)-[edge:IDENTIFIED_BY]->(identifier:Identifier)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
WITH entity, collect(identifier.identifier_key) AS keys
RETURN collect({id: entity.entity_id, keys: keys}) AS rows
