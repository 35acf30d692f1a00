// name:    schema/index_quarantined_row_rule
// summary: QuarantinedRow nodes are found by rule.
// params:
// returns:
CREATE INDEX index_quarantined_row_rule IF NOT EXISTS
FOR (node:QuarantinedRow) ON (node.rule)
