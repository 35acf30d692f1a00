// name:    read/worker/due_messages
// summary: Outgoing messages whose time has come, oldest cause first.
// params:  now: str; limit: int; seq: int
// returns: message_id: str; number: int; kind: str; payload: str; attempts: int
MATCH (message:OutboxMessage {state: 'PENDING'})
WHERE message.next_at <= $now AND message.seq <= $seq
RETURN message.message_id AS message_id, message.seq AS number, message.kind AS kind,
  message.payload AS payload, message.attempts AS attempts
ORDER BY number, message_id
LIMIT $limit
