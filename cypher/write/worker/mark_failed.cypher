// name:    write/worker/mark_failed
// summary: A message did not go out: when to try again, or that nobody tries any more.
// params:  message_id: str; attempts: int; state: str; next_at: str
// returns: marked: int
MATCH (message:OutboxMessage {message_id: $message_id})
WHERE message.state = 'PENDING'
SET message.attempts = $attempts, message.state = $state, message.next_at = $next_at
RETURN count(message) AS marked
