// name:    schema/index_court_record_entity_id
// summary: CourtRecord nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_court_record_entity_id IF NOT EXISTS
FOR (node:CourtRecord) ON (node.entity_id)
