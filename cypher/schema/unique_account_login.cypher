// name:    schema/unique_account_login
// summary: No two Account nodes share login.
// params:
// returns:
CREATE CONSTRAINT unique_account_login IF NOT EXISTS
FOR (node:Account) REQUIRE node.login IS UNIQUE
