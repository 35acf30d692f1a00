// name:    schema/index_outbox_message_state
// summary: OutboxMessage nodes are found by state.
// params:
// returns:
CREATE INDEX index_outbox_message_state IF NOT EXISTS
FOR (node:OutboxMessage) ON (node.state)
