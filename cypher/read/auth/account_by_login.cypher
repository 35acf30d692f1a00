// name:    read/auth/account_by_login
// summary: The account of a sign-in name.
// params:  login: str
// returns: account: map
MATCH (account:Account {login: $login})
RETURN properties(account) AS account
LIMIT 1
