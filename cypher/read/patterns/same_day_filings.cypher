// name:    read/patterns/same_day_filings
// summary: Parties of a range who filed the registration of at least $minimum firms on one day.
// slots:   label: party; key: id_property
// params:  first: str; last: str; since: str; day: str; seq: int; minimum: int; most: int; limit: int
// returns: agent: str; filed_on: str; number: int; entities: list[str]
MATCH (agent:{{label}})
USING INDEX SEEK agent:{{label}}({{key}})
WHERE agent.{{key}} >= $first AND agent.{{key}} <= $last
MATCH (agent)-[edge:FILED_FOR]->(entity:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.filing_kind = '设立'
  AND edge.valid_from > $since AND edge.valid_from <= $day
WITH agent.{{key}} AS agent, edge.valid_from AS filed_on, entity.entity_id AS entity_id
ORDER BY agent, filed_on, entity_id
WITH agent, filed_on, collect(DISTINCT entity_id) AS entities
WHERE size(entities) >= $minimum
RETURN agent, filed_on, size(entities) AS number, entities[0..$most] AS entities
ORDER BY agent, filed_on
LIMIT $limit
