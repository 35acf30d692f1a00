// name:    read/receipts/indexed_files
// summary: Up to which line the answers of these files are in the index.
// params:  tokens: list[str]; seq: int
// returns: rows: list
UNWIND $tokens AS token
MATCH (file:AnswerFile {token: token})
USING INDEX SEEK file:AnswerFile(token)
WHERE file.seq <= $seq
RETURN collect({token: token, indexed_to: file.indexed_to, closed: file.closed}) AS rows
