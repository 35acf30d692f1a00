// name:    schema/index_listing_decision_ref
// summary: Listing nodes are found by decision_ref.
// params:
// returns:
CREATE INDEX index_listing_decision_ref IF NOT EXISTS
FOR (node:Listing) ON (node.decision_ref)
