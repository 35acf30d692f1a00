// name:    schema/index_admin_act_record_key
// summary: AdminAct nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_admin_act_record_key IF NOT EXISTS
FOR (node:AdminAct) ON (node.record_key)
