// name:    schema/unique_account_account_id
// summary: No two Account nodes share account_id.
// params:
// returns:
CREATE CONSTRAINT unique_account_account_id IF NOT EXISTS
FOR (node:Account) REQUIRE node.account_id IS UNIQUE
