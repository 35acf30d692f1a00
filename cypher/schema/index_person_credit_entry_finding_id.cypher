// name:    schema/index_person_credit_entry_finding_id
// summary: PersonCreditEntry nodes are found by finding_id.
// params:
// returns:
CREATE INDEX index_person_credit_entry_finding_id IF NOT EXISTS
FOR (node:PersonCreditEntry) ON (node.finding_id)
