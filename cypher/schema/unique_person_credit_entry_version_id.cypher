// name:    schema/unique_person_credit_entry_version_id
// summary: No two PersonCreditEntry nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_person_credit_entry_version_id IF NOT EXISTS
FOR (node:PersonCreditEntry) REQUIRE node.version_id IS UNIQUE
