// name:    read/ownership/controls_of
// summary: Stored control over these entities, as columns.
// params:  entity_ids: list[str]; seq: int
// returns: controller: list[str]; is_person: list[bool]; controlled: list[str]; voting_pct: list[float];
//          kind: list[str]; state: list[str]; via: list
UNWIND $entity_ids AS entity_id
MATCH (company:Entity {entity_id: entity_id})
USING INDEX SEEK company:Entity(entity_id)
MATCH (company)<-[edge:CONTROLS]-(controller)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect(coalesce(controller.person_id, controller.entity_id)) AS controller,
  collect(controller.person_id IS NOT NULL) AS is_person,
  collect(entity_id) AS controlled,
  collect(edge.voting_pct) AS voting_pct,
  collect(edge.kind) AS kind,
  collect(edge.state) AS state,
  collect(coalesce(edge.via, [])) AS via
