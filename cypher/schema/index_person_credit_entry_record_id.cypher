// name:    schema/index_person_credit_entry_record_id
// summary: PersonCreditEntry nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_person_credit_entry_record_id IF NOT EXISTS
FOR (node:PersonCreditEntry) ON (node.record_id)
