// name:    read/interop/ties_between
// summary: The relations of a day between given pairs of parties, with all that they say.
// slots:   types: edge_type*; source: party; source_key: id_property; target: party; target_key: id_property
// params:  pairs: list; day: str; seq: int
// returns: rows: list
UNWIND $pairs AS pair
MATCH (source:{{source}} {{{source_key}}: pair.source})
USING INDEX SEEK source:{{source}}({{source_key}})
MATCH (source)-[edge:{{types}}]->(target:{{target}})
WHERE target.{{target_key}} = pair.target
  AND edge.seq_from <= $seq AND edge.seq_to > $seq AND coalesce(edge.valid_from, '') <= $day AND coalesce(edge.valid_to, '~') > $day
RETURN collect({source: pair.source, target: pair.target, type: type(edge), edge: properties(edge)}) AS rows
