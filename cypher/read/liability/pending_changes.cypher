// name:    read/liability/pending_changes
// summary: What was touched and is not derived yet.
// params:  seq: int; open_seq: int
// returns: rows: list
MATCH (change:Change {done_seq: $open_seq})
WHERE change.seq <= $seq
RETURN collect({entities: change.entities, persons: change.persons, ground_refs: change.ground_refs,
  control: change.control, seq: change.seq}) AS rows
