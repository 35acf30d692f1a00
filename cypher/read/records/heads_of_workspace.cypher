// name:    read/records/heads_of_workspace
// summary: Items of a workspace without what they hold, oldest first, with how much that is.
// params:  parent_id: str; limit: int 1..10000; seq: int
// returns: record_id: str; version: int; item_kind: str; title: str; created_by: str; created_at: str; changed_at: str; body_size: int
MATCH (record:WorkspaceItem {parent_id: $parent_id})
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN record.record_id AS record_id, record.version AS version, record.item_kind AS item_kind,
  record.title AS title, record.created_by AS created_by, record.created_at AS created_at,
  record.changed_at AS changed_at, coalesce(record.body_size, size(record.body)) AS body_size
ORDER BY record_id
LIMIT $limit
