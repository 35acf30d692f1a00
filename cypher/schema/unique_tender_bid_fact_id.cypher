// name:    schema/unique_tender_bid_fact_id
// summary: No two TenderBid nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_tender_bid_fact_id IF NOT EXISTS
FOR (node:TenderBid) REQUIRE node.fact_id IS UNIQUE
