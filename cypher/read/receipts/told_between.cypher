// name:    read/receipts/told_between
// summary: When receipts of a span of time were written, and since when what they tell was so and known.
// params:  since: str; limit: int; seq: int
// returns: rows: list
MATCH (receipt:Receipt)
WHERE receipt.at >= $since AND receipt.seq <= $seq
WITH receipt
ORDER BY receipt.at DESC
LIMIT $limit
RETURN collect(properties(receipt)) AS rows
