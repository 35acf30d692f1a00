// name:    write/audit/record_event
// summary: Write one audit event in the transaction that makes the change.
// params:  event: map
// returns: event_id: str
CREATE (event:AuditEvent)
SET event = $event
RETURN event.event_id AS event_id
