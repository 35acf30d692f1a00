// name:    write/auth/end_session
// summary: End one session, if it has not ended.
// params:  token_hash: str; now: str
// returns: account_ids: list[str]
MATCH (session:Session {token_hash: $token_hash})
WHERE session.ended_at = ''
SET session.ended_at = $now
RETURN collect(session.account_id) AS account_ids
