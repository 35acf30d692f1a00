// name:    write/records/close
// summary: Close the current versions of records.
// slots:   label: record
// params:  record_ids: list[str]; seq: int; open_seq: int
// returns: closed: int
UNWIND $record_ids AS record_id
MATCH (record:{{label}} {record_id: record_id})
USING INDEX SEEK record:{{label}}(record_id)
WHERE record.seq_to = $open_seq
SET record.seq_to = $seq
REMOVE record.current_key
RETURN count(record) AS closed
