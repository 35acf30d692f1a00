// name:    schema/index_licence_record_key
// summary: Licence nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_licence_record_key IF NOT EXISTS
FOR (node:Licence) ON (node.record_key)
