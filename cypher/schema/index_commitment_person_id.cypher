// name:    schema/index_commitment_person_id
// summary: Commitment nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_commitment_person_id IF NOT EXISTS
FOR (node:Commitment) ON (node.person_id)
