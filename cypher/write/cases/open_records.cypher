// name:    write/cases/open_records
// summary: New versions of records of the accountability registers.
// slots:   label: case_node
// params:  rows: list; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
CREATE (record:{{label}})
SET record += row, record.seq_from = $seq, record.seq_to = $open_seq
RETURN count(record) AS opened
