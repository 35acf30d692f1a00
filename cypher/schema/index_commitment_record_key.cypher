// name:    schema/index_commitment_record_key
// summary: Commitment nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_commitment_record_key IF NOT EXISTS
FOR (node:Commitment) ON (node.record_key)
