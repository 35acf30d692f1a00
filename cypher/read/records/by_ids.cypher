// name:    read/records/by_ids
// summary: Some records of the desk, as known at a commit.
// slots:   label: record
// params:  record_ids: list[str]; limit: int 1..10000; seq: int
// returns: record: map
UNWIND $record_ids AS record_id
MATCH (record:{{label}} {record_id: record_id})
USING INDEX SEEK record:{{label}}(record_id)
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN properties(record) AS record
LIMIT $limit
