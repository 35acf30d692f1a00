// name:    read/patterns/judged_people_in_consortium
// summary: Bidders that bid in a consortium while a person of theirs was, under another id, one of a listed firm's.
// slots:   types: edge_type*
// params:  pairs: list; since: str; day: str; seq: int; unless: list[str]; excluded: list[str]; limit: int
// returns: bidder: str; bid: str; bid_on: str; consortium: str; person: str; listed: str; listing: str;
//          ref: str; list_type: str; decided_on: str
UNWIND $pairs AS pair
MATCH (person:Person {person_id: pair.id})
USING INDEX SEEK person:Person(person_id)
MATCH (person)-[held:{{types}}]->(bidder:Entity)
WHERE held.seq_from <= $seq AND held.seq_to > $seq
MATCH (bidder)-[:BIDS_BY]->(bid:TenderBid)
WHERE bid.seq_from <= $seq AND bid.seq_to > $seq AND bid.valid_from > $since AND bid.valid_from <= $day
  AND bid.consortium_key <> '' AND held.valid_from <= bid.valid_from AND held.valid_to > bid.valid_from
WITH DISTINCT pair, bidder, bid, bid.valid_from AS bid_on
MATCH (same:Person {person_id: pair.other})
USING INDEX SEEK same:Person(person_id)
MATCH (same)-[other:{{types}}]->(listed:Entity)
WHERE other.seq_from <= $seq AND other.seq_to > $seq AND other.valid_from <= bid_on AND listed <> bidder
MATCH (listed)-[:LISTED_BY]->(listing:Listing)
WHERE listing.seq_from <= $seq AND listing.seq_to > $seq AND listing.valid_from <= bid_on
  AND other.valid_to > listing.valid_from
  AND (coalesce(listing.removed_on, '') = '' OR listing.removed_on > bid_on)
  AND NOT coalesce(listing.removal_kind, '') IN $unless
  AND NOT (coalesce(listing.removal_kind, '') = 'REPAIRED' AND coalesce(listing.removed_on, '') <= $day)
  AND NOT coalesce(listing.list_type, '') IN $excluded
RETURN DISTINCT bidder.entity_id AS bidder, bid.fact_id AS bid, bid_on, bid.consortium_key AS consortium,
  pair.counts_as AS person, listed.entity_id AS listed, listing.fact_id AS listing,
  coalesce(listing.ground_ref, '') AS ref,
  coalesce(listing.list_type, '') AS list_type, listing.valid_from AS decided_on
ORDER BY bidder, bid, person, listed, listing
LIMIT $limit
