// name:    read/auth/account_by_subject
// summary: The account that an identity provider's subject signs in to.
// params:  issuer_subject: str
// returns: account: map
MATCH (account:Account {issuer_subject: $issuer_subject})
RETURN properties(account) AS account
LIMIT 1
