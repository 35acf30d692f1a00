// name:    read/ownership/declared
// summary: Controllers of an entity that were filed or found, on a day.
// params:  entity_id: str; day: str; seq: int
// returns: person: list[str]; state: list[str]; filed_by: list[str]; valid_from: list[str]; source: list[str]
MATCH (company:Entity {entity_id: $entity_id})
USING INDEX SEEK company:Entity(entity_id)
MATCH (company)<-[edge:DECLARED_CONTROLLER_OF]-(person)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
RETURN collect(person.person_id) AS person, collect(coalesce(edge.control_state, '')) AS state,
  collect(coalesce(edge.filed_by, '')) AS filed_by, collect(edge.valid_from) AS valid_from,
  collect(coalesce(edge.source, '')) AS source
