// name:    write/commit/take_commit
// summary: Take the next commit number and record it, in one statement; it locks the counter first.
// params:  now: str; by: str; why: str; token: str
// returns: seq: int; at: str
MERGE (counter:Counter {name: 'commit'})
SET counter.name = 'commit'
WITH counter, coalesce(counter.seq, 0) + 1 AS seq,
  CASE WHEN coalesce(counter.at, '') > $now THEN counter.at ELSE $now END AS at
SET counter.seq = seq, counter.at = at
CREATE (commit:Commit {seq: seq, at: at, by: $by, why: $why, token: $token})
RETURN commit.seq AS seq, commit.at AS at
