// name:    read/warning/guarantees_exposed
// summary: Guarantees of entities for listed ones that met in a span of days, as columns; the later start counts.
// params:  first: str; last: str; seq: int
// returns: fact_id: list[str]; entity: list[str]; other: list[str]; day: list[str]; known_seq: list[int]; origin: list[str];
//          list_type: list[str]; annulled_on: list[str]; guarantee: list[str]
MATCH (listing:Listing)
WHERE listing.decided_on <= $last AND listing.seq_from <= $seq AND listing.seq_to > $seq
  AND coalesce(listing.entity_id, '') <> '' AND coalesce(listing.removed_on, '9999-12-31') > $first
MATCH (listed:Entity {entity_id: listing.entity_id})
USING INDEX SEEK listed:Entity(entity_id)
MATCH (listed)<-[edge:GUARANTEES]-(guarantor:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_to > listing.decided_on
  AND edge.valid_from < coalesce(listing.removed_on, '9999-12-31')
WITH listing, edge, guarantor, listed,
  CASE WHEN edge.valid_from > listing.decided_on THEN edge.valid_from ELSE listing.decided_on END AS day
WHERE day >= $first AND day <= $last
MATCH (version:Listing {record_key: listing.record_key})
USING INDEX SEEK version:Listing(record_key)
WITH listing, edge, guarantor, listed, day, min(version.seq_from) AS listing_seq
MATCH (guarantor)-[told:GUARANTEES]->(listed)
WHERE told.record_key = edge.record_key
WITH listing, edge, guarantor, listed, day, listing_seq, min(told.seq_from) AS edge_seq
WITH listing, edge, guarantor, listed, day,
  CASE WHEN edge_seq > listing_seq THEN edge_seq ELSE listing_seq END AS known_seq
RETURN collect(listing.fact_id) AS fact_id,
  collect(guarantor.entity_id) AS entity,
  collect(listed.entity_id) AS other,
  collect(day) AS day,
  collect(known_seq) AS known_seq,
  collect(coalesce(listing.source_record_id, '')) AS origin,
  collect(coalesce(listing.list_type, '')) AS list_type,
  collect(CASE
    WHEN listing.annulled_on IS NOT NULL THEN listing.annulled_on
    WHEN coalesce(listing.removal_kind, '') IN ['REVOKED', 'ANNULLED'] THEN coalesce(listing.removed_on, '')
    ELSE '' END) AS annulled_on,
  collect(edge.fact_id) AS guarantee
