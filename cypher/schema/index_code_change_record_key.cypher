// name:    schema/index_code_change_record_key
// summary: CodeChange nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_code_change_record_key IF NOT EXISTS
FOR (node:CodeChange) ON (node.record_key)
