// name:    read/audit/count_events
// summary: How many audit events commits have made, whether they are numbered or not.
// params:  seq: int
// returns: events: int
MATCH (event:AuditEvent)
WHERE event.seq >= 0 AND event.seq <= $seq
RETURN count(event) AS events
