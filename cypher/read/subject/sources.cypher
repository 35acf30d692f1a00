// name:    read/subject/sources
// summary: Where facts come from: source, package file and line.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (record:SourceRecord {source_record_id: id})
USING INDEX SEEK record:SourceRecord(source_record_id)
WHERE record.seq_from <= $seq
RETURN collect({id: id, source: record.source, table: record.table_name, file: record.file, line: record.line,
  produced_at: record.produced_at}) AS rows
