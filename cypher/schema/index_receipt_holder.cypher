// name:    schema/index_receipt_holder
// summary: Receipt nodes are found by holder.
// params:
// returns:
CREATE INDEX index_receipt_holder IF NOT EXISTS
FOR (node:Receipt) ON (node.holder)
