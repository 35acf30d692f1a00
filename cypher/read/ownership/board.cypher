// name:    read/ownership/board
// summary: Directors of an entity on a day, and where else each of them then holds an office.
// params:  entity_id: str; day: str; seq: int
// returns: director: list[str]; office: list[str]
MATCH (company:Entity {entity_id: $entity_id})
USING INDEX SEEK company:Entity(entity_id)
MATCH (company)<-[seat:DIRECTOR_OF]-(person)
WHERE seat.seq_from <= $seq AND seat.seq_to > $seq AND seat.valid_from <= $day AND seat.valid_to > $day
WITH DISTINCT person
OPTIONAL MATCH (person)-[edge:LEGAL_REP_OF|PRINCIPAL_OF|DIRECTOR_OF|MANAGER_OF]->(other:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
RETURN collect(person.person_id) AS director, collect(coalesce(other.entity_id, '')) AS office
