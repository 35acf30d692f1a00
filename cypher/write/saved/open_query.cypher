// name:    write/saved/open_query
// summary: Save a version of a query.
// params:  properties: map; seq: int; open_seq: int
// returns: query_id: str
CREATE (saved:SavedQuery)
SET saved += $properties, saved.seq_from = $seq, saved.seq_to = $open_seq
RETURN saved.query_id AS query_id
