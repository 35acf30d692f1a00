// name:    read/cases/records
// summary: Records of the accountability registers as they stood at a commit, found by one of their keys.
// slots:   label: case_node; key: case_key
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (record:{{label}} { {{key}}: id})
USING INDEX SEEK record:{{label}}({{key}})
WHERE record.seq_from <= $seq AND record.seq_to > $seq
RETURN collect(properties(record)) AS rows
