// name:    read/worker/commit_time
// summary: When a commit was made.
// params:  number: int
// returns: at: str
MATCH (commit:Commit {seq: $number})
RETURN commit.at AS at
LIMIT 1
