// name:    schema/unique_listing_fact_id
// summary: No two Listing nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_listing_fact_id IF NOT EXISTS
FOR (node:Listing) REQUIRE node.fact_id IS UNIQUE
