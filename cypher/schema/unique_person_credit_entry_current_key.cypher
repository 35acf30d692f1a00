// name:    schema/unique_person_credit_entry_current_key
// summary: No two PersonCreditEntry nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_person_credit_entry_current_key IF NOT EXISTS
FOR (node:PersonCreditEntry) REQUIRE node.current_key IS UNIQUE
