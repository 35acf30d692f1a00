// name:    schema/index_listing_list_type
// summary: Listing nodes are found by list_type.
// params:
// returns:
CREATE INDEX index_listing_list_type IF NOT EXISTS
FOR (node:Listing) ON (node.list_type)
