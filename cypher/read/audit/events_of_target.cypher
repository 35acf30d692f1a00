// name:    read/audit/events_of_target
// summary: Audit events of one target, newest first, before a number.
// params:  target: str; action: str; at_from: str; at_to: str; before: int; limit: int 1..1000; seq: int
// returns: event: map
MATCH (event:AuditEvent {target: $target})
WHERE event.number < $before AND event.seq <= $seq AND event.at >= $at_from AND event.at < $at_to
  AND ($action = '' OR event.action = $action)
RETURN properties(event) AS event
ORDER BY event.number DESC
LIMIT $limit
