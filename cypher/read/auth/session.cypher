// name:    read/auth/session
// summary: A session by the digest of its token, with its account as it is now.
// params:  token_hash: str
// returns: session: map; account: map
MATCH (session:Session {token_hash: $token_hash})
WITH session, session.account_id AS account_id
MATCH (account:Account {account_id: account_id})
RETURN properties(session) AS session, properties(account) AS account
LIMIT 1
