// name:    read/liability/tenures
// summary: Who holds or held the offices that liability looks at, in these entities.
// params:  ids: list[str]; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (entity:Entity {entity_id: id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)<-[edge:LEGAL_REP_OF|PRINCIPAL_OF|EXECUTIVE_PARTNER_OF|DECLARED_CONTROLLER_OF]-(person:Person)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect({entity_id: id, type: type(edge), person_id: person.person_id, verified: person.verified,
  edge: properties(edge)}) AS rows
