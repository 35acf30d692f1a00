// name:    derive/control/open_controls
// summary: Store computed control, one new version a row.
// slots:   label: party; key: id_property
// params:  rows: list; as_of: str; run_id: str; seq: int; open_seq: int
// returns: opened: int
UNWIND $rows AS row
MATCH (controller:{{label}} {{{key}}: row.controller})
USING INDEX SEEK controller:{{label}}({{key}})
MATCH (company:Entity {entity_id: row.controlled})
USING INDEX SEEK company:Entity(entity_id)
CREATE (controller)-[edge:CONTROLS]->(company)
SET edge.control_key = row.control_key, edge.current_key = row.control_key, edge.kind = row.kind,
  edge.state = row.state, edge.voting_pct = row.voting_pct, edge.via = row.via, edge.rule = row.rule,
  edge.as_of = $as_of, edge.run_id = $run_id,
  edge.seq_from = $seq, edge.seq_to = $open_seq
RETURN count(edge) AS opened
