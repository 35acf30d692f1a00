// name:    schema/unique_commit_seq
// summary: No two Commit nodes share seq.
// params:
// returns:
CREATE CONSTRAINT unique_commit_seq IF NOT EXISTS
FOR (node:Commit) REQUIRE node.seq IS UNIQUE
