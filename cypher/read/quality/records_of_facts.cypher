// name:    read/quality/records_of_facts
// summary: What each current source record says of these facts, and where it comes from.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (record:SourceRecord {record_key: key})
USING INDEX SEEK record:SourceRecord(record_key)
WHERE record.seq_from <= $seq AND record.seq_to > $seq AND record.op <> 'RETRACT'
RETURN collect({record_key: key, source: record.source, table: record.table_name, file: record.file, line: record.line,
  produced_at: record.produced_at, digest: record.payload_digest, payload: record.payload}) AS rows
