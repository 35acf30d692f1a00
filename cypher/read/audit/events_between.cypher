// name:    read/audit/events_between
// summary: Audit events of a range of numbers.
// params:  first: int; last: int; limit: int 1..1000; seq: int
// returns: event: map
MATCH (event:AuditEvent)
WHERE event.number >= $first AND event.number <= $last AND event.seq <= $seq
RETURN properties(event) AS event
ORDER BY event.number
LIMIT $limit
