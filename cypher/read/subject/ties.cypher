// name:    read/subject/ties
// summary: Current relations of a subject, past ones too, with whom and in which direction.
// slots:   label: party; key: id_property; types: edge_type*
// params:  id: str; seq: int; limit: int
// returns: rows: list
MATCH (party:{{label}} {{{key}}: $id})
MATCH (party)-[edge:{{types}}]-(other)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
WITH party, edge, other ORDER BY type(edge), edge.valid_from DESC, edge.fact_id LIMIT $limit
RETURN collect({type: type(edge), outward: startNode(edge) = party, edge: properties(edge),
  other: coalesce(other.person_id, other.entity_id), other_is_person: other.person_id IS NOT NULL}) AS rows
