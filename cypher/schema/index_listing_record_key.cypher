// name:    schema/index_listing_record_key
// summary: Listing nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_listing_record_key IF NOT EXISTS
FOR (node:Listing) ON (node.record_key)
