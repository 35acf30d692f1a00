// name:    read/records/by_id
// summary: One record of the desk, as known at a commit.
// slots:   label: record
// params:  record_id: str; seq: int
// returns: record: map
MATCH (record:{{label}} {record_id: $record_id})
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN properties(record) AS record
LIMIT 1
