// name:    read/worker/messages_in_state
// summary: How many outgoing messages are in one state.
// params:  state: str; seq: int
// returns: messages: int
MATCH (message:OutboxMessage {state: $state})
WHERE message.seq <= $seq
RETURN count(message) AS messages
