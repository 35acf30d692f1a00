// name:    schema/index_admin_act_entity_id
// summary: AdminAct nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_admin_act_entity_id IF NOT EXISTS
FOR (node:AdminAct) ON (node.entity_id)
