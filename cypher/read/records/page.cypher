// name:    read/records/page
// summary: Records of a kind, newest first, in some states only.
// slots:   label: record
// params:  states: list[str]; before: str; limit: int 1..10000; seq: int
// returns: record: map
MATCH (record:{{label}})
WHERE record.seq_from <= $seq AND record.seq_to > $seq AND ($before = '' OR record.record_id < $before)
  AND (size($states) = 0 OR record.state IN $states)
RETURN properties(record) AS record
ORDER BY record.record_id DESC
LIMIT $limit
