// name:    read/patterns/person_in_many_firms
// summary: Persons of a range who hold offices of some types in at least $minimum firms on a day.
// slots:   types: edge_type*
// params:  first: str; last: str; day: str; seq: int; minimum: int; most: int; limit: int
// returns: person: str; number: int; entities: list[str]
MATCH (person:Person)
USING INDEX SEEK person:Person(person_id)
WHERE person.person_id >= $first AND person.person_id <= $last
MATCH (person)-[edge:{{types}}]->(entity:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
WITH person.person_id AS person, entity.entity_id AS entity_id
ORDER BY person, entity_id
WITH person, collect(DISTINCT entity_id) AS entities
WHERE size(entities) >= $minimum
RETURN person, size(entities) AS number, entities[0..$most] AS entities
ORDER BY person
LIMIT $limit
