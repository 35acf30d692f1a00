// name:    schema/index_arrears_record_key
// summary: Arrears nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_arrears_record_key IF NOT EXISTS
FOR (node:Arrears) ON (node.record_key)
