// name:    read/answers/screen_entities
// summary: Many codes at once: the entity, its newest name, its findings, listings and court records.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (identifier:Identifier {identifier_key: key})<-[edge:IDENTIFIED_BY]-(entity:Entity)
USING INDEX SEEK identifier:Identifier(identifier_key)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect({key: key, id: entity.entity_id,
  named: COLLECT { MATCH (entity)-[:HAS_STATE]->(state:EntityState)
    WHERE state.seq_from <= $seq AND state.seq_to > $seq RETURN state.valid_from + '|' + state.name },
  findings: COUNT { MATCH (entity)<-[liable:LIABLE_FOR]-() WHERE liable.seq_from <= $seq AND liable.seq_to > $seq },
  records: COUNT { MATCH (entity)-[:LISTED_BY|BOUND_BY]->(fact) WHERE fact.seq_from <= $seq AND fact.seq_to > $seq }
  }) AS rows
