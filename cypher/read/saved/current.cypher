// name:    read/saved/current
// summary: Saved queries that a user may see, his own and those that others share, with a text in name or note.
// params:  owner: str; text: str; limit: int; seq: int
// returns: saved: map
MATCH (saved:SavedQuery)
WHERE saved.seq_from <= $seq AND saved.seq_to > $seq AND (saved.owner = $owner OR saved.shared = true)
  AND (toLower(saved.name) CONTAINS $text OR toLower(coalesce(saved.note, '')) CONTAINS $text)
RETURN properties(saved) AS saved
ORDER BY saved.name, saved.query_id
LIMIT $limit
