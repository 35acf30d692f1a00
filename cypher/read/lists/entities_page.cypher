// name:    read/lists/entities_page
// summary: Entities in the order of their ids, with district and status of a day and the commit that first knew them.
// params:  after: str; day: str; limit: int; seq: int
// returns: rows: list
MATCH (entity:Entity)
WHERE entity.entity_id > $after
WITH entity ORDER BY entity.entity_id LIMIT $limit
OPTIONAL MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
WITH entity, max(state.valid_from + '|' + coalesce(state.region_code, '') + '|' + coalesce(state.status, '')) AS placed
OPTIONAL MATCH (entity)-[code:IDENTIFIED_BY]->(:Identifier)
WITH entity, placed, min(code.seq_from) AS since
ORDER BY entity.entity_id
RETURN collect({id: entity.entity_id, placed: coalesce(placed, ''), since: coalesce(since, 0)}) AS rows
