// name:    schema/index_listing_person_id
// summary: Listing nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_listing_person_id IF NOT EXISTS
FOR (node:Listing) ON (node.person_id)
