// name:    read/ownership/controlled_by
// summary: Whom some controllers control by stored control, as columns.
// slots:   label: party; key: id_property
// params:  ids: list[str]; seq: int
// returns: controller: list[str]; is_person: list[bool]; controlled: list[str]
UNWIND $ids AS id
MATCH (controller:{{label}} { {{key}}: id})
USING INDEX SEEK controller:{{label}}({{key}})
MATCH (controller)-[edge:CONTROLS]->(company:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect(id) AS controller,
  collect(controller.person_id IS NOT NULL) AS is_person,
  collect(company.entity_id) AS controlled
