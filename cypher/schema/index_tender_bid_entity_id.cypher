// name:    schema/index_tender_bid_entity_id
// summary: TenderBid nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_tender_bid_entity_id IF NOT EXISTS
FOR (node:TenderBid) ON (node.entity_id)
