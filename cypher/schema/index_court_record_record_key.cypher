// name:    schema/index_court_record_record_key
// summary: CourtRecord nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_court_record_record_key IF NOT EXISTS
FOR (node:CourtRecord) ON (node.record_key)
