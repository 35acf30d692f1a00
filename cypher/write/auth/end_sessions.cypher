// name:    write/auth/end_sessions
// summary: End all sessions of an account.
// params:  account_id: str; now: str
// returns: ended: int
MATCH (session:Session {account_id: $account_id})
WHERE session.ended_at = ''
SET session.ended_at = $now
RETURN count(session) AS ended
