// name:    read/auth/account_by_id
// summary: One account.
// params:  account_id: str
// returns: account: map
MATCH (account:Account {account_id: $account_id})
RETURN properties(account) AS account
LIMIT 1
