// name:    schema/index_receipt_finding_id
// summary: Receipt nodes are found by finding_id.
// params:
// returns:
CREATE INDEX index_receipt_finding_id IF NOT EXISTS
FOR (node:Receipt) ON (node.finding_id)
