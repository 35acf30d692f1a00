// name:    read/liability/control_facts
// summary: The holdings and partnerships behind a chain of control, on a day.
// params:  ids: list[str]; day: str; seq: int
// returns: rows: list
UNWIND $ids AS id
MATCH (entity:Entity {entity_id: id})
USING INDEX SEEK entity:Entity(entity_id)
MATCH (entity)<-[edge:HOLDS|EXECUTIVE_PARTNER_OF]-(holder)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
RETURN collect({to_id: id, from_id: coalesce(holder.person_id, holder.entity_id), fact_id: edge.fact_id,
  record_key: edge.record_key, type: type(edge)}) AS rows
