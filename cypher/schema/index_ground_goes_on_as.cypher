// name:    schema/index_ground_goes_on_as
// summary: Ground nodes are found by goes_on_as.
// params:
// returns:
CREATE INDEX index_ground_goes_on_as IF NOT EXISTS
FOR (node:Ground) ON (node.goes_on_as)
