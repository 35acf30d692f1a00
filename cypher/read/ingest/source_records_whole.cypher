// name:    read/ingest/source_records_whole
// summary: Current source records of these facts, with everything that they hold.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (record:SourceRecord {record_key: key})
USING INDEX SEEK record:SourceRecord(record_key)
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN collect(properties(record)) AS rows
