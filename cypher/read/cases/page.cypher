// name:    read/cases/page
// summary: Current cases, or notices, in id order, page by page, of some authorities or of all.
// slots:   label: case_node
// params:  authorities: list[str]; every: bool; standings: list[str]; after: str; limit: int; seq: int
// returns: rows: list
MATCH (record:{{label}})
WHERE record.record_id > $after AND record.seq_from <= $seq AND record.seq_to > $seq
  AND record.standing IN $standings AND ($every OR record.authority_code IN $authorities)
WITH record ORDER BY record.record_id LIMIT $limit
RETURN collect(properties(record)) AS rows
