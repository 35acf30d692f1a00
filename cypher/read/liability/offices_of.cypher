// name:    read/liability/offices_of
// summary: Offices that these persons hold or held, wherever: firms founded after an event are among them.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (person:Person {person_id: id})
USING INDEX SEEK person:Person(person_id)
MATCH (person)-[edge:LEGAL_REP_OF|PRINCIPAL_OF|EXECUTIVE_PARTNER_OF|DECLARED_CONTROLLER_OF]->(entity:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect({entity_id: entity.entity_id, type: type(edge), person_id: id, verified: person.verified,
  edge: properties(edge)}) AS rows
