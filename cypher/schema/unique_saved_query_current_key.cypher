// name:    schema/unique_saved_query_current_key
// summary: No two SavedQuery nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_saved_query_current_key IF NOT EXISTS
FOR (node:SavedQuery) REQUIRE node.current_key IS UNIQUE
