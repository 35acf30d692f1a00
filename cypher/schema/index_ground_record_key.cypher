// name:    schema/index_ground_record_key
// summary: Ground nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_ground_record_key IF NOT EXISTS
FOR (node:Ground) ON (node.record_key)
