// name:    read/warning/rests_on
// summary: One level down: what each of these parties holds or leads, and with whom it shares votes, at any time.
// slots:   label: party; key: id_property
// params:  ids: list[str]; seq: int
// returns: party: list[str]; other: list[str]; other_is_person: list[bool]
UNWIND $ids AS id
MATCH (party:{{label}} {{{key}}: id})
USING INDEX SEEK party:{{label}}({{key}})
MATCH (party)-[edge:HOLDS|EXECUTIVE_PARTNER_OF|VOTES_FOR|NOMINEE_FOR|ACTS_IN_CONCERT]-(other)
WHERE edge.seq_from <= $seq
  AND (startNode(edge) = party OR type(edge) IN ['VOTES_FOR', 'NOMINEE_FOR', 'ACTS_IN_CONCERT'])
WITH DISTINCT id, other
RETURN collect(id) AS party,
  collect(coalesce(other.person_id, other.entity_id)) AS other,
  collect(other.person_id IS NOT NULL) AS other_is_person
