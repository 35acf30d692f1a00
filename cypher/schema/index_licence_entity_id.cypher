// name:    schema/index_licence_entity_id
// summary: Licence nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_licence_entity_id IF NOT EXISTS
FOR (node:Licence) ON (node.entity_id)
