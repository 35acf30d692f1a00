// name:    read/cases/offices_of_barred
// summary: Offices and shares that persons hold, wherever, with the organisation.
// slots:   types: edge_type*
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
MATCH (person)-[edge:{{types}}]->(entity:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect({person_id: id, type: type(edge), entity_id: entity.entity_id, valid_from: edge.valid_from,
  valid_to: edge.valid_to, fact_id: edge.fact_id}) AS rows
