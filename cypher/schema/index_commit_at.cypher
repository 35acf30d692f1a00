// name:    schema/index_commit_at
// summary: Commit nodes are found by at.
// params:
// returns:
CREATE INDEX index_commit_at IF NOT EXISTS
FOR (node:Commit) ON (node.at)
