// name:    read/statistics/quarantine
// summary: Rows kept out, by source, table, rule and whether they went back to the sender.
// params:  seq: int
// returns: rows: list
MATCH (kept:QuarantinedRow)
WHERE kept.seq_from <= $seq AND kept.seq_to > $seq
WITH kept.source AS source, kept.table_name AS table, kept.rule AS rule, kept.returned AS returned, count(kept) AS number
RETURN collect({source: source, table: table, rule: rule, returned: returned, number: number}) AS rows
