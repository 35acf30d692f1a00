// name:    write/worker/mark_sent
// summary: These messages have gone out.
// params:  ids: list[str]; now: str
// returns: marked: int
UNWIND $ids AS id
MATCH (message:OutboxMessage {message_id: id})
USING INDEX SEEK message:OutboxMessage(message_id)
WHERE message.state = 'PENDING'
SET message.state = 'SENT', message.sent_at = $now, message.attempts = message.attempts + 1
RETURN count(message) AS marked
