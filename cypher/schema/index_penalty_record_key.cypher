// name:    schema/index_penalty_record_key
// summary: Penalty nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_penalty_record_key IF NOT EXISTS
FOR (node:Penalty) ON (node.record_key)
