// name:    schema/index_penalty_entity_id
// summary: Penalty nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_penalty_entity_id IF NOT EXISTS
FOR (node:Penalty) ON (node.entity_id)
