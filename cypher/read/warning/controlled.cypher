// name:    read/warning/controlled
// summary: How many entities each of some controllers holds by stored control, and the first of them by id.
// slots:   label: party; key: id_property
// params:  ids: list[str]; seq: int
// returns: controller: list[str]; head: list[str]; members: list[int]
UNWIND $ids AS id
MATCH (controller:{{label}} { {{key}}: id})
USING INDEX SEEK controller:{{label}}({{key}})
MATCH (controller)-[edge:CONTROLS]->(company:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
WITH id, min(company.entity_id) AS head, count(DISTINCT company.entity_id) AS members
RETURN collect(id) AS controller, collect(head) AS head, collect(members) AS members
