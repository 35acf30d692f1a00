// name:    read/ingest/source_records_of_facts
// summary: Every current source record that names one of these facts.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (record:SourceRecord {record_key: key})
USING INDEX SEEK record:SourceRecord(record_key)
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN collect({source_record_id: record.source_record_id, source: record.source, record_key: record.record_key,
  produced_at: record.produced_at, op: record.op, payload_digest: record.payload_digest, payload: record.payload}) AS rows
