// name:    read/cases/suspended
// summary: Open records of one label that rest because of an objection.
// slots:   label: case_node
// params:  seq: int
// returns: rows: list
MATCH (record:{{label}} {standing: 'OPEN'})
WHERE coalesce(record.suspended_on, '') <> '' AND record.seq_from <= $seq AND record.seq_to > $seq
RETURN collect(properties(record)) AS rows
