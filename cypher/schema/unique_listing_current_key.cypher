// name:    schema/unique_listing_current_key
// summary: No two Listing nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_listing_current_key IF NOT EXISTS
FOR (node:Listing) REQUIRE node.current_key IS UNIQUE
