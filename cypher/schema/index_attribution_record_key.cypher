// name:    schema/index_attribution_record_key
// summary: Attribution nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_attribution_record_key IF NOT EXISTS
FOR (node:Attribution) ON (node.record_key)
