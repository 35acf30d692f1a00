// name:    read/patterns/consortium_members
// summary: Who had bid in these consortia by a day.
// params:  consortia: list[str]; day: str; seq: int
// returns: consortium: list[str]; entity: list[str]; role: list[str]; tender: list[str]
UNWIND $consortia AS consortium
MATCH (bid:TenderBid {consortium_key: consortium})
USING INDEX SEEK bid:TenderBid(consortium_key)
WHERE bid.seq_from <= $seq AND bid.seq_to > $seq AND bid.valid_from <= $day
RETURN collect(consortium) AS consortium, collect(bid.entity_id) AS entity,
  collect(coalesce(bid.consortium_role, '')) AS role, collect(coalesce(bid.tender_name, '')) AS tender
