// name:    schema/unique_receipt_receipt_id
// summary: No two Receipt nodes share receipt_id.
// params:
// returns:
CREATE CONSTRAINT unique_receipt_receipt_id IF NOT EXISTS
FOR (node:Receipt) REQUIRE node.receipt_id IS UNIQUE
