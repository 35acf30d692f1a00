// name:    read/warning/last_change
// summary: The newest of some commits that was written for anything but reasons which change no fact.
// params:  first: int; last: int; silent: list[str]
// returns: seq: int; at: str
MATCH (commit:Commit)
USING INDEX SEEK commit:Commit(seq)
WHERE commit.seq >= $first AND commit.seq <= $last AND NOT coalesce(commit.why, '') IN $silent
RETURN commit.seq AS seq, coalesce(commit.at, '') AS at
ORDER BY seq DESC
LIMIT 1
