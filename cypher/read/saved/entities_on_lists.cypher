// name:    read/saved/entities_on_lists
// summary: Who was entered in one of some lists by a day and not removed by it, after one of them, at most $limit, with the listings.
// params:  list_types: list[str]; after: str; limit: int; day: str; seq: int
// returns: entity: list[str]; ground_ref: list[str]; kind: list[str]
UNWIND $list_types AS list_type
MATCH (listing:Listing {list_type: list_type})
USING INDEX SEEK listing:Listing(list_type)
WHERE listing.seq_from <= $seq AND listing.seq_to > $seq AND listing.valid_from <= $day
  AND coalesce(listing.entity_id, '') <> '' AND listing.entity_id > $after
  AND (coalesce(listing.removed_on, '') = '' OR listing.removed_on > $day)
WITH listing.entity_id AS entity, collect(listing) AS listings
ORDER BY entity
LIMIT $limit
UNWIND listings AS listing
WITH entity, coalesce(listing.ground_ref, '') AS ground_ref, coalesce(listing.removal_kind, '') AS kind
ORDER BY entity, ground_ref, kind
RETURN collect(entity) AS entity, collect(ground_ref) AS ground_ref, collect(kind) AS kind
