// name:    read/cases/page
// summary: Current cases in id order, page by page, of some authorities or of all.
// params:  authorities: list[str]; every: bool; standings: list[str]; after: str; limit: int; seq: int
// returns: rows: list
MATCH (case_:AccountabilityCase)
WHERE case_.record_id > $after AND case_.seq_from <= $seq AND case_.seq_to > $seq
  AND case_.standing IN $standings AND ($every OR case_.authority_code IN $authorities)
WITH case_ ORDER BY case_.record_id LIMIT $limit
RETURN collect(properties(case_)) AS rows
