// name:    schema/index_finding_entity_id
// summary: Finding nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_finding_entity_id IF NOT EXISTS
FOR (node:Finding) ON (node.entity_id)
