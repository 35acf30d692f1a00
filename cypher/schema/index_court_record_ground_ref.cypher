// name:    schema/index_court_record_ground_ref
// summary: CourtRecord nodes are found by ground_ref.
// params:
// returns:
CREATE INDEX index_court_record_ground_ref IF NOT EXISTS
FOR (node:CourtRecord) ON (node.ground_ref)
