// name:    write/ingest/queue_change
// summary: What this commit touched, for derivation.
// params:  change: map; seq: int; open_seq: int
// returns: change_id: str
CREATE (change:Change)
SET change += $change, change.seq = $seq, change.done_seq = $open_seq
RETURN change.change_id AS change_id
