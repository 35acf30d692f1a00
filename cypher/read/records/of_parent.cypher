// name:    read/records/of_parent
// summary: Records that belong to another, oldest first.
// slots:   label: record
// params:  parent_id: str; limit: int 1..10000; seq: int
// returns: record: map
MATCH (record:{{label}} {parent_id: $parent_id})
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN properties(record) AS record
ORDER BY record.record_id
LIMIT $limit
