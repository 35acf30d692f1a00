// name:    write/ingest/close_edge
// summary: Close the current versions of facts that are edges, found from the party they lead to.
// slots:   type: fact_edge; target: edge_target; target_key: id_property
// params:  rows: list; seq: int; open_seq: int
// returns: record_key: str; fact_id: str
UNWIND $rows AS row
MATCH (target:{{target}} { {{target_key}}: row.to_id})
USING INDEX SEEK target:{{target}}({{target_key}})
MATCH (target)<-[edge:{{type}}]-()
WHERE edge.record_key = row.record_key AND edge.seq_to = $open_seq
SET edge.seq_to = $seq
REMOVE edge.current_key
RETURN row.record_key AS record_key, edge.fact_id AS fact_id
