// name:    read/statistics/listings
// summary: Listings by list type, month of decision, district and whether they live on a day; repair and upheld objection end one.
// params:  day: str; seq: int
// returns: rows: list
MATCH (listing:Listing)
WHERE listing.seq_from <= $seq AND listing.seq_to > $seq AND listing.valid_from <= $day
OPTIONAL MATCH (ground:Ground {ground_key: listing.fact_id})<-[:CONTESTS]-(objection:Objection)
USING INDEX SEEK ground:Ground(ground_key)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq AND objection.result = 'UPHELD'
  AND coalesce(objection.decided_on, objection.raised_on) <= $day
WITH listing, count(objection) AS upheld
OPTIONAL MATCH (repair:RepairCase {target_ref: listing.ground_ref})
USING INDEX SEEK repair:RepairCase(target_ref)
WHERE repair.seq_from <= $seq AND repair.seq_to > $seq AND repair.result IN ['APPROVED', 'REVOKED']
  AND coalesce(repair.decided_on, '') <> '' AND repair.decided_on <= $day
WITH listing, upheld, max(CASE WHEN repair.result = 'APPROVED' THEN repair.decided_on ELSE '' END) AS approved,
  max(CASE WHEN repair.result = 'REVOKED' THEN repair.decided_on ELSE '' END) AS revoked
WITH listing, upheld = 0 AND (approved = '' OR approved < revoked) AND listing.valid_to > $day AND coalesce(listing.removed_on, '9999-12-31') > $day AS live
OPTIONAL MATCH (state:EntityState {entity_id: listing.entity_id})
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
WITH listing, live, max(state.valid_from + '|' + coalesce(state.region_code, '')) AS placed
WITH coalesce(listing.list_type, '') AS list_type, substring(coalesce(listing.decided_on, ''), 0, 7) AS month,
  coalesce(split(coalesce(placed, '|'), '|')[1], '') AS region, live, count(listing) AS number
RETURN collect({list_type: list_type, month: month, region: region, live: live, number: number}) AS rows
