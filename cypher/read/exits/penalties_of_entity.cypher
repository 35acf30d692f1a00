// name:    read/exits/penalties_of_entity
// summary: The current penalties of one organisation, the newest first: their publication ends by repair or time.
// params:  entity_id: str; seq: int; limit: int
// returns: rows: list
MATCH (entity:Entity {entity_id: $entity_id})-[:PENALISED_BY]->(penalty:Penalty)
WHERE penalty.seq_from <= $seq AND penalty.seq_to > $seq
WITH penalty ORDER BY penalty.decided_on DESC, penalty.record_key LIMIT $limit
RETURN collect(properties(penalty)) AS rows
