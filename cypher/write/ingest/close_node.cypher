// name:    write/ingest/close_node
// summary: Close the current versions of facts that are nodes.
// slots:   label: fact_node
// params:  rows: list; seq: int
// returns: record_key: str; fact_id: str
UNWIND $rows AS row
MATCH (fact:{{label}} {current_key: row.record_key})
USING INDEX SEEK fact:{{label}}(current_key)
SET fact.seq_to = $seq
REMOVE fact.current_key
RETURN row.record_key AS record_key, fact.fact_id AS fact_id
