// name:    read/quality/conflicts_page
// summary: Facts that current source records tell differently, in the order of the facts.
// params:  after: str; limit: int; seq: int
// returns: keys: list[str]
MATCH (mark:SourceConflict)
WHERE mark.record_key > $after AND mark.seq_from <= $seq AND mark.seq_to > $seq
WITH mark ORDER BY mark.record_key LIMIT $limit
RETURN collect(mark.record_key) AS keys
