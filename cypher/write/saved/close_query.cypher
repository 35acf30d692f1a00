// name:    write/saved/close_query
// summary: End the current version of a query of its owner.
// params:  query_id: str; owner: str; seq: int
// returns: closed: int
MATCH (saved:SavedQuery {current_key: $query_id})
WHERE saved.owner = $owner
SET saved.seq_to = $seq
REMOVE saved.current_key
RETURN count(saved) AS closed
