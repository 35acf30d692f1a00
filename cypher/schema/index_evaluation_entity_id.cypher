// name:    schema/index_evaluation_entity_id
// summary: Evaluation nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_evaluation_entity_id IF NOT EXISTS
FOR (node:Evaluation) ON (node.entity_id)
