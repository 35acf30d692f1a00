// name:    schema/index_listing_decided_on
// summary: Listing nodes are found by decided_on.
// params:
// returns:
CREATE INDEX index_listing_decided_on IF NOT EXISTS
FOR (node:Listing) ON (node.decided_on)
