// name:    write/receipts/indexed_to
// summary: Note up to which line the answers of files are in the index.
// params:  rows: list; seq: int
// returns: noted: int
UNWIND $rows AS row
MERGE (file:AnswerFile {token: row.token})
SET file.indexed_to = row.number, file.closed = row.closed, file.seq = $seq
RETURN count(file) AS noted
