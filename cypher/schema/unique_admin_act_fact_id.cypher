// name:    schema/unique_admin_act_fact_id
// summary: No two AdminAct nodes share fact_id.
// params:
// returns:
CREATE CONSTRAINT unique_admin_act_fact_id IF NOT EXISTS
FOR (node:AdminAct) REQUIRE node.fact_id IS UNIQUE
