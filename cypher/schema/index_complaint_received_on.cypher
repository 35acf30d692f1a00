// name:    schema/index_complaint_received_on
// summary: Complaint nodes are found by received_on.
// params:
// returns:
CREATE INDEX index_complaint_received_on IF NOT EXISTS
FOR (node:Complaint) ON (node.received_on)
