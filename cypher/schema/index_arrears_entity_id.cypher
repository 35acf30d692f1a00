// name:    schema/index_arrears_entity_id
// summary: Arrears nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_arrears_entity_id IF NOT EXISTS
FOR (node:Arrears) ON (node.entity_id)
