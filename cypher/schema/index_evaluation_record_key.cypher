// name:    schema/index_evaluation_record_key
// summary: Evaluation nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_evaluation_record_key IF NOT EXISTS
FOR (node:Evaluation) ON (node.record_key)
