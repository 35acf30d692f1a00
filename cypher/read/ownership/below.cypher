// name:    read/ownership/below
// summary: One level down: what these parties hold or lead, and with whom they share votes, at any time.
// slots:   label: party; key: id_property
// params:  ids: list[str]; seq: int
// returns: entities: list[str]; persons: list[str]
UNWIND $ids AS id
MATCH (party:{{label}} {{{key}}: id})
USING INDEX SEEK party:{{label}}({{key}})
MATCH (party)-[edge:HOLDS|EXECUTIVE_PARTNER_OF|VOTES_FOR|NOMINEE_FOR|ACTS_IN_CONCERT]-(other)
WHERE edge.seq_from <= $seq
  AND (startNode(edge) = party OR type(edge) IN ['VOTES_FOR', 'NOMINEE_FOR', 'ACTS_IN_CONCERT'])
RETURN collect(DISTINCT other.entity_id) AS entities, collect(DISTINCT other.person_id) AS persons
