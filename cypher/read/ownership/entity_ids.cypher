// name:    read/ownership/entity_ids
// summary: Ids of all entities, to read what hangs on them range by range.
// params:
// returns: entity_ids: list[str]
MATCH (entity:Entity)
RETURN collect(entity.entity_id) AS entity_ids
