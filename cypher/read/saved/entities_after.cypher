// name:    read/saved/entities_after
// summary: A page of all entities in the order of their ids.
// params:  after: str; limit: int
// returns: entity: list[str]
MATCH (entity:Entity)
WHERE entity.entity_id > $after
WITH entity.entity_id AS entity
ORDER BY entity
LIMIT $limit
RETURN collect(entity) AS entity
