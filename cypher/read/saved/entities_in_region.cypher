// name:    read/saved/entities_in_region
// summary: Entities of which a state that began by a day lies in a range of regions, after one of them, at most $limit.
// params:  first_region: str; last_region: str; after: str; limit: int; day: str; seq: int
// returns: entity: list[str]
MATCH (state:EntityState)
WHERE state.region_code >= $first_region AND state.region_code <= $last_region
  AND state.entity_id > $after AND state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
WITH DISTINCT state.entity_id AS entity
ORDER BY entity
LIMIT $limit
RETURN collect(entity) AS entity
