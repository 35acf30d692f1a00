// name:    read/auth/accounts
// summary: Accounts by sign-in name, after the last one seen.
// params:  after: str; limit: int 1..1000
// returns: account: map
MATCH (account:Account)
WHERE account.login > $after
RETURN properties(account) AS account
ORDER BY account.login
LIMIT $limit
