// name:    read/patterns/listed_people_in_consortium
// summary: Bidders of a range that bid in a consortium while a person of theirs was one of a listed firm's.
// slots:   types: edge_type*
// params:  first: str; last: str; since: str; day: str; seq: int; hub_degree: int; unless: list[str];
//          excluded: list[str]; limit: int
// returns: bidder: str; bid: str; bid_on: str; consortium: str; person: str; listed: str; listing: str;
//          ref: str; list_type: str; decided_on: str
MATCH (bidder:Entity)
USING INDEX SEEK bidder:Entity(entity_id)
WHERE bidder.entity_id >= $first AND bidder.entity_id <= $last
MATCH (bidder)-[:BIDS_BY]->(bid:TenderBid)
WHERE bid.seq_from <= $seq AND bid.seq_to > $seq AND bid.valid_from > $since AND bid.valid_from <= $day
  AND bid.consortium_key <> ''
WITH bidder, bid, bid.valid_from AS bid_on
MATCH (bidder)<-[held:{{types}}]-(person:Person)
WHERE held.seq_from <= $seq AND held.seq_to > $seq AND held.valid_from <= bid_on AND held.valid_to > bid_on
MATCH (person)-[other:{{types}}]->(listed:Entity)
WHERE other.seq_from <= $seq AND other.seq_to > $seq AND other.valid_from <= bid_on AND listed <> bidder
MATCH (listed)-[:LISTED_BY]->(listing:Listing)
WHERE listing.seq_from <= $seq AND listing.seq_to > $seq AND listing.valid_from <= bid_on
  AND other.valid_to > listing.valid_from
  AND (coalesce(listing.removed_on, '') = '' OR listing.removed_on > bid_on)
  AND NOT coalesce(listing.removal_kind, '') IN $unless
  AND NOT (coalesce(listing.removal_kind, '') = 'REPAIRED' AND coalesce(listing.removed_on, '') <= $day)
  AND NOT coalesce(listing.list_type, '') IN $excluded
WITH DISTINCT bidder, bid, bid_on, person, listed, listing
CALL (person, bid_on) {
  MATCH (person)-[degree:{{types}}]->(firm:Entity)
  WHERE degree.seq_from <= $seq AND degree.seq_to > $seq
    AND degree.valid_from <= bid_on AND degree.valid_to > bid_on
  // Firms, not offices: who has two offices in one firm is related to one.
  RETURN count(DISTINCT firm.entity_id) AS firms
}
WITH bidder, bid, bid_on, person, listed, listing, firms
WHERE firms <= $hub_degree
RETURN bidder.entity_id AS bidder, bid.fact_id AS bid, bid_on, bid.consortium_key AS consortium,
  person.person_id AS person, listed.entity_id AS listed, listing.fact_id AS listing,
  coalesce(listing.ground_ref, '') AS ref,
  coalesce(listing.list_type, '') AS list_type, listing.valid_from AS decided_on
ORDER BY bidder, bid, person, listed, listing
LIMIT $limit
