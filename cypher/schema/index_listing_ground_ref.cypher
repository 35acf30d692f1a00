// name:    schema/index_listing_ground_ref
// summary: Listing nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_listing_ground_ref IF NOT EXISTS
FOR (node:Listing) ON (node.ground_ref)
