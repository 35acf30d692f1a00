// name:    schema/unique_tender_bid_current_key
// summary: No two TenderBid nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_tender_bid_current_key IF NOT EXISTS
FOR (node:TenderBid) REQUIRE node.current_key IS UNIQUE
