// name:    write/patterns/add_matches
// summary: Keep matches of a run.
// params:  rows: list; seq: int
// returns: made: int
UNWIND $rows AS row
CREATE (found:PatternMatch)
SET found += row, found.seq_from = $seq
RETURN count(found) AS made
