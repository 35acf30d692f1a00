// name:    read/warning/controllers
// summary: Stored controllers of some entities, as columns.
// params:  entity_ids: list[str]; seq: int
// returns: controller: list[str]; is_person: list[bool]; controlled: list[str]
UNWIND $entity_ids AS entity_id
MATCH (company:Entity {entity_id: entity_id})
USING INDEX SEEK company:Entity(entity_id)
MATCH (company)<-[edge:CONTROLS]-(controller)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect(coalesce(controller.person_id, controller.entity_id)) AS controller,
  collect(controller.person_id IS NOT NULL) AS is_person, collect(entity_id) AS controlled
