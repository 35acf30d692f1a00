// name:    schema/index_sanction_record_id
// summary: Sanction nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_sanction_record_id IF NOT EXISTS
FOR (node:Sanction) ON (node.record_id)
