// name:    read/patterns/judged_same_day_filings
// summary: Persons who count as one and who together filed the registration of at least $minimum firms on one day.
// params:  pairs: list; since: str; day: str; seq: int; minimum: int; most: int; limit: int
// returns: agent: str; filed_on: str; number: int; entities: list[str]
UNWIND $pairs AS pair
MATCH (agent:Person {person_id: pair.id})
USING INDEX SEEK agent:Person(person_id)
MATCH (agent)-[edge:FILED_FOR]->(entity:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.filing_kind = '设立'
  AND edge.valid_from > $since AND edge.valid_from <= $day
WITH pair.counts_as AS agent, edge.valid_from AS filed_on, entity.entity_id AS entity_id
ORDER BY agent, filed_on, entity_id
WITH agent, filed_on, collect(DISTINCT entity_id) AS entities
WHERE size(entities) >= $minimum
RETURN agent, filed_on, size(entities) AS number, entities[0..$most] AS entities
ORDER BY agent, filed_on
LIMIT $limit
