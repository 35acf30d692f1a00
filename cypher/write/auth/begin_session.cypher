// name:    write/auth/begin_session
// summary: A new session.
// params:  session: map
// returns: created: int
CREATE (session:Session)
SET session += $session
RETURN count(session) AS created
