// name:    schema/index_quarantined_row_run_id
// summary: QuarantinedRow nodes are found by run_id.
// params:
// returns:
CREATE INDEX index_quarantined_row_run_id IF NOT EXISTS
FOR (node:QuarantinedRow) ON (node.run_id)
