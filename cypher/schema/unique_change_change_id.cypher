// name:    schema/unique_change_change_id
// summary: No two Change nodes share change_id.
// params:
// returns:
CREATE CONSTRAINT unique_change_change_id IF NOT EXISTS
FOR (node:Change) REQUIRE node.change_id IS UNIQUE
