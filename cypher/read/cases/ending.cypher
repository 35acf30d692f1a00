// name:    read/cases/ending
// summary: Open records of one label whose last day has come.
// slots:   label: case_node
// params:  day: str; seq: int
// returns: rows: list
MATCH (record:{{label}} {standing: 'OPEN'})
WHERE record.ends_on <= $day AND record.seq_from <= $seq AND record.seq_to > $seq
RETURN collect(properties(record)) AS rows
