// name:    write/records/open
// summary: New current versions of records.
// slots:   label: record
// params:  rows: list; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
CREATE (record:{{label}})
SET record += row, record.current_key = row.record_id, record.seq_from = $seq, record.seq_to = $open_seq
RETURN count(record) AS opened
