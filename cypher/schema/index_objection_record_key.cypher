// name:    schema/index_objection_record_key
// summary: Objection nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_objection_record_key IF NOT EXISTS
FOR (node:Objection) ON (node.record_key)
