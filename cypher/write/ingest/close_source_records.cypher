// name:    write/ingest/close_source_records
// summary: Rows replaced by a later hand-in of the same row.
// params:  ids: list[str]; seq: int
// returns: closed: int
UNWIND $ids AS id
MATCH (record:SourceRecord {source_record_id: id})
USING INDEX SEEK record:SourceRecord(source_record_id)
SET record.seq_to = $seq
REMOVE record.source_key
RETURN count(record) AS closed
