// name:    write/auth/create_account
// summary: A new account.
// params:  account: map
// returns: created: int
CREATE (account:Account)
SET account += $account
RETURN count(account) AS created
