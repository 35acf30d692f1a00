// name:    read/records/newest_of_parent
// summary: Records that belong to another, newest first.
// slots:   label: record
// params:  parent_id: str; before: str; limit: int 1..10000; seq: int
// returns: record: map
MATCH (record:{{label}} {parent_id: $parent_id})
WHERE record.seq_from <= $seq AND record.seq_to > $seq AND ($before = '' OR record.record_id < $before)
RETURN properties(record) AS record
ORDER BY record.record_id DESC
LIMIT $limit
