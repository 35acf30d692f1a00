// name:    read/receipts/any_reliance
// summary: Whether anybody relied on any finding yet: one row if so.
// params:  seq: int
// returns: found: int
MATCH (reliance:Reliance)
WHERE reliance.finding_id > '' AND reliance.due_seq <= $seq
RETURN 1 AS found
LIMIT 1
