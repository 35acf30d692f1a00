// name:    schema/unique_outbox_message_message_id
// summary: No two OutboxMessage nodes share message_id.
// params:
// returns:
CREATE CONSTRAINT unique_outbox_message_message_id IF NOT EXISTS
FOR (node:OutboxMessage) REQUIRE node.message_id IS UNIQUE
