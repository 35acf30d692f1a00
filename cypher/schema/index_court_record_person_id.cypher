// name:    schema/index_court_record_person_id
// summary: CourtRecord nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_court_record_person_id IF NOT EXISTS
FOR (node:CourtRecord) ON (node.person_id)
