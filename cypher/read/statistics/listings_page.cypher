// name:    read/statistics/listings_page
// summary: The list behind a figure: listings of a list, of a month of decision, living on a day (objections and repairs aside) or not, page by page.
// params:  list_types: list[str]; month: str; live: bool; day: str; after: str; limit: int; seq: int
// returns: rows: list
MATCH (listing:Listing)
WHERE listing.record_key > $after AND listing.seq_from <= $seq AND listing.seq_to > $seq AND listing.valid_from <= $day
  AND (NOT $live OR (listing.valid_to > $day AND coalesce(listing.removed_on, '9999-12-31') > $day))
  AND (size($list_types) = 0 OR listing.list_type IN $list_types)
  AND ($month = '' OR substring(coalesce(listing.decided_on, ''), 0, 7) = $month)
WITH listing ORDER BY listing.record_key LIMIT $limit
RETURN collect(properties(listing)) AS rows
