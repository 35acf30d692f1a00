// name:    read/commit/seq_before
// summary: The last commit number given before a moment.
// params:  before: str
// returns: seq: int
MATCH (commit:Commit)
WHERE commit.at < $before
RETURN max(commit.seq) AS seq
