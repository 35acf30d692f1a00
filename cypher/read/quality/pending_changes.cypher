// name:    read/quality/pending_changes
// summary: The oldest changes that wait for derivation, and when each was written.
// params:  limit: int; seq: int; open_seq: int
// returns: rows: list
MATCH (change:Change {done_seq: $open_seq})
WHERE change.seq <= $seq
WITH change ORDER BY change.seq, change.change_id LIMIT $limit
MATCH (commit:Commit {seq: change.seq})
WITH change, commit ORDER BY change.seq, change.change_id
RETURN collect({seq: change.seq, at: commit.at, why: commit.why, entities: change.entities,
  persons: size(coalesce(change.persons, []))}) AS rows
