// name:    read/quality/pending_changes
// summary: The oldest changes that wait, or waited at a commit, for derivation, and when each was written.
// params:  limit: int; seq: int
// returns: rows: list
MATCH (change:Change)
USING INDEX SEEK change:Change(done_seq)
WHERE change.done_seq > $seq AND change.seq <= $seq
WITH change ORDER BY change.seq, change.change_id LIMIT $limit
MATCH (commit:Commit {seq: change.seq})
WITH change, commit ORDER BY change.seq, change.change_id
RETURN collect({seq: change.seq, at: commit.at, why: commit.why, entities: change.entities,
  persons: size(coalesce(change.persons, []))}) AS rows
