// name:    read/quality/conflicts_count
// summary: How many facts current source records tell differently, by kind of fact.
// params:  seq: int
// returns: fact_type: str; number: int
MATCH (mark:SourceConflict)
WHERE mark.seq_from <= $seq AND mark.seq_to > $seq
RETURN mark.fact_type AS fact_type, count(mark) AS number
ORDER BY fact_type
LIMIT 1000
