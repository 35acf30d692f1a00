// name:    schema/index_listing_entity_id
// summary: Listing nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_listing_entity_id IF NOT EXISTS
FOR (node:Listing) ON (node.entity_id)
