// name:    schema/unique_sanction_current_key
// summary: No two Sanction nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_sanction_current_key IF NOT EXISTS
FOR (node:Sanction) REQUIRE node.current_key IS UNIQUE
