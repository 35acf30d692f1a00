// name:    read/commit/token_of
// summary: Whose commit bears a number: tells, after a lost connection, whether ours was taken.
// params:  number: int
// returns: token: str
MATCH (commit:Commit {seq: $number})
RETURN commit.token AS token
LIMIT 1
