// name:    write/auth/update_account
// summary: Change some fields of an account; whoever calls has read it in the same transaction.
// params:  account_id: str; changes: map
// returns: changed: int
MATCH (account:Account {account_id: $account_id})
SET account += $changes
RETURN count(account) AS changed
