// name:    schema/index_receipt_at
// summary: Receipt nodes are found by at.
// params:
// returns:
CREATE INDEX index_receipt_at IF NOT EXISTS
FOR (node:Receipt) ON (node.at)
