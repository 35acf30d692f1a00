// name:    write/ingest/open_edge
// summary: New current versions of facts that are edges.
// slots:   type: fact_edge; source: party; target: edge_target; source_key: id_property; target_key: id_property
// params:  rows: list; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
MATCH (source:{{source}} { {{source_key}}: row.from_id})
USING INDEX SEEK source:{{source}}({{source_key}})
MATCH (target:{{target}} { {{target_key}}: row.to_id})
USING INDEX SEEK target:{{target}}({{target_key}})
CREATE (source)-[edge:{{type}}]->(target)
SET edge += row.properties, edge.seq_from = $seq, edge.seq_to = $open_seq
RETURN count(edge) AS opened
