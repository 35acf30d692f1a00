// name:    read/saved/entities_in_region
// summary: Entities registered in a region on a day, at most $limit.
// params:  region: str; limit: int; day: str; seq: int
// returns: entity: list[str]
MATCH (state:EntityState {region_code: $region})
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
WITH DISTINCT state.entity_id AS entity
ORDER BY entity
LIMIT $limit
RETURN collect(entity) AS entity
