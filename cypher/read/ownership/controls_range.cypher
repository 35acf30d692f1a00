// name:    read/ownership/controls_range
// summary: Stored control over a range of companies, as columns.
// params:  first: str; last: str; seq: int
// returns: controller: list[str]; is_person: list[bool]; controlled: list[str]; voting_pct: list[float];
//          kind: list[str]; state: list[str]; via: list
MATCH (company:Entity)
WHERE company.entity_id >= $first AND company.entity_id <= $last
MATCH (company)<-[edge:CONTROLS]-(controller)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect(coalesce(controller.person_id, controller.entity_id)) AS controller,
  collect(controller.person_id IS NOT NULL) AS is_person,
  collect(company.entity_id) AS controlled,
  collect(edge.voting_pct) AS voting_pct,
  collect(edge.kind) AS kind,
  collect(edge.state) AS state,
  collect(coalesce(edge.via, [])) AS via
