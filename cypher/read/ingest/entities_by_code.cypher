// name:    read/ingest/entities_by_code
// summary: Which entities current codes identify.
// params:  keys: list[str]; seq: int
// returns: keys: list[str]; entity_ids: list[str]
UNWIND $keys AS key
MATCH (identifier:Identifier {identifier_key: key})
USING INDEX SEEK identifier:Identifier(identifier_key)
WITH key, identifier
MATCH (identifier)<-[edge:IDENTIFIED_BY]-(entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect(key) AS keys, collect(entity.entity_id) AS entity_ids
