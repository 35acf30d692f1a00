// name:    write/auth/forget_sessions
// summary: Drop an account's sessions whose time is over: they say nothing that the audit trail does not.
// params:  account_id: str; now: str
// returns: forgotten: int
MATCH (session:Session {account_id: $account_id})
WHERE session.expires_at <= $now
DELETE session
RETURN count(session) AS forgotten
