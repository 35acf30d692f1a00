// name:    read/records/states_of_parent
// summary: How many records belong to another, by their state.
// slots:   label: record
// params:  parent_id: str; seq: int
// returns: rows: list
MATCH (record:{{label}} {parent_id: $parent_id})
WHERE record.seq_from <= $seq AND record.seq_to > $seq
WITH record.state AS state, count(record) AS number
RETURN collect({state: state, number: number}) AS rows
