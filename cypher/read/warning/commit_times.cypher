// name:    read/warning/commit_times
// summary: When some commits were, as columns.
// params:  numbers: list[int]
// returns: number: list[int]; at: list[str]
UNWIND $numbers AS wanted
MATCH (commit:Commit {seq: wanted})
USING INDEX SEEK commit:Commit(seq)
RETURN collect(commit.seq) AS number, collect(commit.at) AS at
