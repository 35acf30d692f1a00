// name:    read/patterns/matches_page
// summary: Matches of a run, a page in their order.
// params:  run_id: str; after: int; limit: int; seq: int
// returns: found: map
MATCH (found:PatternMatch {run_id: $run_id})
WHERE found.seq_from <= $seq AND found.number > $after
RETURN properties(found) AS found
ORDER BY found.number
LIMIT $limit
