// name:    read/liability/ground_refs_of_entities
// summary: Current decisions on these entities that may be grounds.
// params:  ids: list[str]; seq: int
// returns: refs: list[str]
UNWIND $ids AS id
MATCH (entity:Entity {entity_id: id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)-[:LISTED_BY|BOUND_BY|PENALISED_BY|HAS_STATE|GRADED_BY|OWES_IN]->(fact)
WHERE fact.seq_from <= $seq AND fact.seq_to > $seq AND fact.ground_ref IS NOT NULL
RETURN collect(DISTINCT fact.ground_ref) AS refs
