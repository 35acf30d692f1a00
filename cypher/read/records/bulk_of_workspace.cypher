// name:    read/records/bulk_of_workspace
// summary: How many items a workspace has and how many characters they hold; no body is read that has its size kept.
// params:  parent_id: str; seq: int
// returns: number: int; bulk: int
MATCH (record:WorkspaceItem {parent_id: $parent_id})
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN count(record) AS number, sum(coalesce(record.body_size, size(record.body))) AS bulk
LIMIT 1
