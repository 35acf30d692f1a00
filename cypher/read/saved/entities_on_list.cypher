// name:    read/saved/entities_on_list
// summary: Entities on a list on a day, at most $limit.
// params:  list_type: str; limit: int; day: str; seq: int
// returns: entity: list[str]
MATCH (listing:Listing {list_type: $list_type})
WHERE listing.seq_from <= $seq AND listing.seq_to > $seq AND listing.valid_from <= $day
  AND coalesce(listing.entity_id, '') <> ''
  AND (coalesce(listing.removed_on, '') = '' OR listing.removed_on > $day)
WITH DISTINCT listing.entity_id AS entity
ORDER BY entity
LIMIT $limit
RETURN collect(entity) AS entity
