// name:    schema/index_ban_record_key
// summary: Ban nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_ban_record_key IF NOT EXISTS
FOR (node:Ban) ON (node.record_key)
