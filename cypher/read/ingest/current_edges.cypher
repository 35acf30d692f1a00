// name:    read/ingest/current_edges
// summary: The current versions of facts that are edges, found from the party they lead to.
// slots:   type: fact_edge; target: edge_target; target_key: id_property
// params:  rows: list; seq: int
// returns: rows: list
UNWIND $rows AS row
MATCH (target:{{target}} { {{target_key}}: row.to_id})
USING INDEX SEEK target:{{target}}({{target_key}})
MATCH (target)<-[edge:{{type}}]-()
WHERE edge.record_key = row.record_key AND edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect({record_key: row.record_key, fact_id: edge.fact_id}) AS rows
