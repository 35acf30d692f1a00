// name:    read/saved/one
// summary: One saved query, if the user may see it.
// params:  query_id: str; owner: str; seq: int
// returns: saved: map
MATCH (saved:SavedQuery {query_id: $query_id})
WHERE saved.seq_from <= $seq AND saved.seq_to > $seq AND (saved.owner = $owner OR saved.shared = true)
RETURN properties(saved) AS saved
LIMIT 1
