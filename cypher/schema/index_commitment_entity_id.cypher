// name:    schema/index_commitment_entity_id
// summary: Commitment nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_commitment_entity_id IF NOT EXISTS
FOR (node:Commitment) ON (node.entity_id)
