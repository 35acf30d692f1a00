// name:    read/liability/held_by
// summary: One level down: entities in which these parties hold shares, votes or the partnership.
// slots:   label: party; id: id_property
// params:  ids: list[str]; seq: int
// returns: ids: list[str]
UNWIND $ids AS id
MATCH (party:{{label}} { {{id}}: id})
USING INDEX SEEK party:{{label}}({{id}})
MATCH (party)-[edge:HOLDS|EXECUTIVE_PARTNER_OF|VOTES_FOR|NOMINEE_FOR|ACTS_IN_CONCERT]->(entity)
WHERE edge.seq_from <= $seq
RETURN collect(DISTINCT entity.entity_id) AS ids
