// name:    read/audit/last_number
// summary: The last number of the chain of audit events.
// params:
// returns: number: int
MATCH (counter:Counter {name: 'audit'})
RETURN counter.seq AS number
LIMIT 1
