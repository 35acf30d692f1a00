// name:    read/audit/events_of_actor
// summary: Audit events of one actor, newest first, before a number.
// params:  actor: str; action: str; at_from: str; at_to: str; before: int; limit: int 1..1000; seq: int
// returns: event: map
MATCH (event:AuditEvent {actor: $actor})
WHERE event.number < $before AND event.seq <= $seq AND event.at >= $at_from AND event.at < $at_to
  AND ($action = '' OR event.action = $action)
RETURN properties(event) AS event
ORDER BY event.number DESC
LIMIT $limit
