// name:    schema/index_person_credit_entry_person_id
// summary: PersonCreditEntry nodes are found by person_id.
// params:
// returns:
CREATE INDEX index_person_credit_entry_person_id IF NOT EXISTS
FOR (node:PersonCreditEntry) ON (node.person_id)
