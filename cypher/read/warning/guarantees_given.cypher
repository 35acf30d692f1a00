// name:    read/warning/guarantees_given
// summary: Guarantees that some entities give others on a day, at most $cap of each, in the order of their facts.
// params:  entity_ids: list[str]; day: str; seq: int; cap: int
// returns: source: list[str]; target: list[str]; fact_id: list[str]; valid_from: list[str]; origin: list[str]
UNWIND $entity_ids AS entity_id
MATCH (giver:Entity {entity_id: entity_id})
USING INDEX SEEK giver:Entity(entity_id)
CALL (giver) {
  MATCH (giver)-[edge:GUARANTEES]->(debtor)
  WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
    AND debtor.entity_id IS NOT NULL AND debtor <> giver
  RETURN edge, debtor
  ORDER BY edge.fact_id
  LIMIT $cap
}
RETURN collect(entity_id) AS source,
  collect(debtor.entity_id) AS target,
  collect(coalesce(edge.fact_id, '')) AS fact_id,
  collect(edge.valid_from) AS valid_from,
  collect(coalesce(edge.source, '')) AS origin
