// name:    read/receipts/of_holder
// summary: A page of one holder's receipts in the order in which they were written.
// params:  holder: str; after: int; after_id: str; limit: int; seq: int
// returns: rows: list
MATCH (receipt:Receipt {holder: $holder})
USING INDEX SEEK receipt:Receipt(holder)
WHERE receipt.seq <= $seq AND (receipt.seq > $after OR (receipt.seq = $after AND receipt.receipt_id > $after_id))
WITH receipt
ORDER BY receipt.seq, receipt.receipt_id
LIMIT $limit
RETURN collect(properties(receipt)) AS rows
