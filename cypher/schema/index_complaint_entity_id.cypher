// name:    schema/index_complaint_entity_id
// summary: Complaint nodes are found by entity_id.
// params:
// returns:
CREATE INDEX index_complaint_entity_id IF NOT EXISTS
FOR (node:Complaint) ON (node.entity_id)
