// name:    write/ingest/create_source_records
// summary: The rows handed in, redacted, down to file and line.
// params:  rows: list; seq: int; open_seq: int
// returns: created: int
UNWIND $rows AS row
CREATE (record:SourceRecord)
SET record += row, record.seq_from = $seq, record.seq_to = $open_seq
RETURN count(record) AS created
