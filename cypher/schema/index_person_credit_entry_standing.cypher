// name:    schema/index_person_credit_entry_standing
// summary: PersonCreditEntry nodes are found by standing.
// params:
// returns:
CREATE INDEX index_person_credit_entry_standing IF NOT EXISTS
FOR (node:PersonCreditEntry) ON (node.standing)
