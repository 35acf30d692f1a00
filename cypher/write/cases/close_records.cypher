// name:    write/cases/close_records
// summary: Close versions of records; their unique keys go to the versions that follow.
// slots:   label: case_node
// params:  versions: list[str]; seq: int
// returns: closed: int
UNWIND $versions AS version
MATCH (record:{{label}} {version_id: version})
USING INDEX SEEK record:{{label}}(version_id)
SET record.seq_to = $seq
REMOVE record.current_key, record.open_key
RETURN count(record) AS closed
