// name:    write/worker/enqueue_message
// summary: Leave a message to be sent; one that is already there stays as it is.
// params:  message_id: str; kind: str; payload: str; next_at: str; seq: int
// returns: message_id: str
MERGE (message:OutboxMessage {message_id: $message_id})
ON CREATE SET message.seq = $seq, message.kind = $kind, message.payload = $payload,
  message.state = 'PENDING', message.attempts = 0, message.next_at = $next_at, message.sent_at = ''
RETURN message.message_id AS message_id
