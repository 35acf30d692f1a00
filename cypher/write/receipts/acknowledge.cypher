// name:    write/receipts/acknowledge
// summary: The holder has taken note; the first time counts.
// params:  receipt_id: str; holder: str; now: str; by: str
// returns: acknowledged_at: str
MATCH (receipt:Receipt {receipt_id: $receipt_id})
USING INDEX SEEK receipt:Receipt(receipt_id)
WHERE receipt.holder = $holder
SET receipt.acknowledged_by = CASE WHEN receipt.acknowledged_at = '' THEN $by ELSE receipt.acknowledged_by END,
  receipt.acknowledged_at = CASE WHEN receipt.acknowledged_at = '' THEN $now ELSE receipt.acknowledged_at END
RETURN receipt.acknowledged_at AS acknowledged_at
