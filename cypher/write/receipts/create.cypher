// name:    write/receipts/create
// summary: Write receipts, each once, and leave each to be sent.
// params:  rows: list; now: str; seq: int
// returns: created: int
UNWIND $rows AS row
MERGE (receipt:Receipt {receipt_id: row.receipt_id})
ON CREATE SET receipt += row.content, receipt.seq = $seq, receipt.at = $now, receipt.acknowledged_at = '',
  receipt.acknowledged_by = ''
MERGE (message:OutboxMessage {message_id: row.receipt_id})
ON CREATE SET message.seq = $seq, message.kind = 'RECEIPT', message.payload = row.payload,
  message.state = 'PENDING', message.attempts = 0, message.next_at = $now, message.sent_at = ''
RETURN count(receipt) AS created
