// name:    read/ownership/management
// summary: Who is in charge of an entity's daily business on a day: representative, principal, managers.
// params:  entity_id: str; day: str; seq: int
// returns: person: list[str]; role: list[str]
MATCH (company:Entity {entity_id: $entity_id})
USING INDEX SEEK company:Entity(entity_id)
MATCH (company)<-[edge:LEGAL_REP_OF|PRINCIPAL_OF|MANAGER_OF|EXECUTIVE_PARTNER_OF]-(person:Person)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
RETURN collect(person.person_id) AS person, collect(type(edge)) AS role
