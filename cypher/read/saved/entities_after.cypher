// name:    read/saved/entities_after
// summary: A page of all entities in the order of their ids; whether a code, or a state that began by a day, was known of each.
// params:  after: str; limit: int; day: str; seq: int
// returns: entity: list[str]; known: list[bool]
MATCH (entity:Entity)
WHERE entity.entity_id > $after
WITH entity ORDER BY entity.entity_id LIMIT $limit
OPTIONAL MATCH (entity)-[code:IDENTIFIED_BY]->(:Identifier)
WHERE code.seq_from <= $seq AND code.seq_to > $seq
WITH entity, count(code) AS codes
OPTIONAL MATCH (entity)-[:HAS_STATE]->(state:EntityState)
WHERE state.seq_from <= $seq AND state.seq_to > $seq AND state.valid_from <= $day
WITH entity, codes, count(state) AS states
ORDER BY entity.entity_id
RETURN collect(entity.entity_id) AS entity, collect(codes > 0 OR states > 0) AS known
