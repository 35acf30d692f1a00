// name:    schema/unique_admin_act_current_key
// summary: No two AdminAct nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_admin_act_current_key IF NOT EXISTS
FOR (node:AdminAct) REQUIRE node.current_key IS UNIQUE
