// name:    schema/index_tender_bid_consortium_key
// summary: TenderBid nodes are found by consortium_key.
// params:
// returns:
CREATE INDEX index_tender_bid_consortium_key IF NOT EXISTS
FOR (node:TenderBid) ON (node.consortium_key)
