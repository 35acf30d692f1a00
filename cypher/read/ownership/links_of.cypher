// name:    read/ownership/links_of
// summary: Executive partners of, and agreements of, these parties on a day: one level of the search upwards.
// slots:   label: party; key: id_property
// params:  ids: list[str]; day: str; seq: int
// returns: type: list[str]; from_id: list[str]; from_is_person: list[bool]; to_id: list[str];
//          to_is_person: list[bool]; valid_from: list[str]; source: list[str]
UNWIND $ids AS id
MATCH (party:{{label}} {{{key}}: id})
USING INDEX SEEK party:{{label}}({{key}})
MATCH (party)-[edge:EXECUTIVE_PARTNER_OF|NOMINEE_FOR|VOTES_FOR|ACTS_IN_CONCERT]-(other)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
WITH DISTINCT edge
WITH type(edge) AS type, edge, startNode(edge) AS giver, endNode(edge) AS taker
RETURN collect(type) AS type,
  collect(coalesce(giver.person_id, giver.entity_id)) AS from_id,
  collect(giver.person_id IS NOT NULL) AS from_is_person,
  collect(coalesce(taker.person_id, taker.entity_id)) AS to_id,
  collect(taker.person_id IS NOT NULL) AS to_is_person,
  collect(edge.valid_from) AS valid_from,
  collect(coalesce(edge.source, '')) AS source
