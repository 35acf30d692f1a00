// name:    read/records/by_key
// summary: Records that are looked up by something besides their id, newest first.
// slots:   label: record
// params:  key: str; before: str; limit: int 1..10000; seq: int
// returns: record: map
MATCH (record:{{label}} {lookup_key: $key})
WHERE record.seq_from <= $seq AND record.seq_to > $seq AND ($before = '' OR record.record_id < $before)
RETURN properties(record) AS record
ORDER BY record.record_id DESC
LIMIT $limit
