// name:    read/saved/entities_on_list
// summary: Who was entered in a list by a day and not removed by it, listing by listing, at most $limit of them.
// params:  list_type: str; limit: int; day: str; seq: int
// returns: entity: list[str]; ground_ref: list[str]; kind: list[str]
MATCH (listing:Listing {list_type: $list_type})
WHERE listing.seq_from <= $seq AND listing.seq_to > $seq AND listing.valid_from <= $day
  AND coalesce(listing.entity_id, '') <> ''
  AND (coalesce(listing.removed_on, '') = '' OR listing.removed_on > $day)
WITH listing.entity_id AS entity, coalesce(listing.ground_ref, '') AS ground_ref,
  coalesce(listing.removal_kind, '') AS kind
ORDER BY entity, ground_ref, kind
LIMIT $limit
RETURN collect(entity) AS entity, collect(ground_ref) AS ground_ref, collect(kind) AS kind
