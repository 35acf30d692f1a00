// name:    read/commit/seq_before
// summary: The last commit number given before a moment.
// params:  before: str
// returns: seq: int
MATCH (head:Counter {name: 'head'})
MATCH (commit:Commit)
WHERE commit.at < $before AND commit.seq <= head.seq
RETURN max(commit.seq) AS seq
