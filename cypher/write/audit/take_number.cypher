// name:    write/audit/take_number
// summary: The next number of the chain of audit events, and the digest of the event before.
// params:
// returns: number: int; previous: str
MERGE (counter:Counter {name: 'audit'})
SET counter.seq = coalesce(counter.seq, 0) + 1
WITH counter.seq AS number
OPTIONAL MATCH (event:AuditEvent {number: number - 1})
RETURN number, coalesce(event.digest, '') AS previous
