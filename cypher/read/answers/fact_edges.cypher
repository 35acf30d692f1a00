// name:    read/answers/fact_edges
// summary: Current facts of one relationship type that lead to these entities or persons.
// slots:   type: fact_edge; target: party; id: id_property
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (target:{{target}} { {{id}}: id})
USING INDEX SEEK target:{{target}}({{id}})
MATCH (target)<-[edge:{{type}}]-(source)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect({source: coalesce(source.person_id, source.entity_id), target: id, edge: properties(edge)}) AS rows
