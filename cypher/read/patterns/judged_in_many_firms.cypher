// name:    read/patterns/judged_in_many_firms
// summary: Persons who count as one, with offices of some types in at least $minimum firms together on a day.
// slots:   types: edge_type*
// params:  pairs: list; day: str; seq: int; minimum: int; most: int; limit: int
// returns: person: str; number: int; entities: list[str]
UNWIND $pairs AS pair
MATCH (person:Person {person_id: pair.id})
USING INDEX SEEK person:Person(person_id)
MATCH (person)-[edge:{{types}}]->(entity:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
WITH pair.counts_as AS person, entity.entity_id AS entity_id
ORDER BY person, entity_id
WITH person, collect(DISTINCT entity_id) AS entities
WHERE size(entities) >= $minimum
RETURN person, size(entities) AS number, entities[0..$most] AS entities
ORDER BY person
LIMIT $limit
