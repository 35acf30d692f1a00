// name:    read/quality/quarantined_page
// summary: Rows kept out, without their content: where each stands, what is wrong and what to do.
// params:  after: str; source: str; table: str; rule: str; returned: bool; limit: int; seq: int
// returns: rows: list
MATCH (kept:QuarantinedRow)
WHERE kept.quarantine_key > $after
WITH kept
WHERE kept.seq_from <= $seq AND kept.seq_to > $seq AND kept.returned = $returned AND ($source = '' OR kept.source = $source)
  AND ($table = '' OR kept.table_name = $table) AND ($rule = '' OR kept.rule = $rule)
WITH kept ORDER BY kept.quarantine_key LIMIT $limit
RETURN collect({key: kept.quarantine_key, source: kept.source, table: kept.table_name, file: kept.file,
  line: kept.line, column: coalesce(kept.column_name, ''), rule: kept.rule, what: kept.what, todo: kept.todo}) AS rows
