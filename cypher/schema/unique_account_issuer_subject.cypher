// name:    schema/unique_account_issuer_subject
// summary: No two Account nodes share issuer_subject.
// params:
// returns:
CREATE CONSTRAINT unique_account_issuer_subject IF NOT EXISTS
FOR (node:Account) REQUIRE node.issuer_subject IS UNIQUE
