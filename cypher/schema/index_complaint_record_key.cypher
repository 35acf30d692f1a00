// name:    schema/index_complaint_record_key
// summary: Complaint nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_complaint_record_key IF NOT EXISTS
FOR (node:Complaint) ON (node.record_key)
