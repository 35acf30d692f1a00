// name:    read/ingest/source_records_by_key
// summary: The current source records of rows that are handed in again.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (record:SourceRecord {source_key: key})
USING INDEX SEEK record:SourceRecord(source_key)
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN collect({source_key: record.source_key, source_record_id: record.source_record_id, row_digest: record.row_digest,
  record_key: record.record_key, produced_at: record.produced_at, op: record.op}) AS rows
