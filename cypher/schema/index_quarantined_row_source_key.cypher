// name:    schema/index_quarantined_row_source_key
// summary: QuarantinedRow nodes are found by source_key.
// params:
// returns:
CREATE INDEX index_quarantined_row_source_key IF NOT EXISTS
FOR (node:QuarantinedRow) ON (node.source_key)
