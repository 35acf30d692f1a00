// name:    schema/index_tender_bid_record_key
// summary: TenderBid nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_tender_bid_record_key IF NOT EXISTS
FOR (node:TenderBid) ON (node.record_key)
