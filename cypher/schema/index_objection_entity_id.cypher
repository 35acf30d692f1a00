// name:    schema/index_objection_entity_id
// summary: Objection nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_objection_entity_id IF NOT EXISTS
FOR (node:Objection) ON (node.entity_id)
