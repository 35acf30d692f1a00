// name:    read/ownership/links_within
// summary: Executive partners of, and agreements of, these parties at any time within two days.
// slots:   label: party; key: id_property
// params:  ids: list[str]; first_day: str; last_day: str; seq: int
// returns: type: list[str]; from_id: list[str]; from_is_person: list[bool]; to_id: list[str];
//          to_is_person: list[bool]; valid_from: list[str]; valid_to: list[str]; source: list[str];
//          fact_id: list[str]; record_key: list[str]
UNWIND $ids AS id
MATCH (party:{{label}} {{{key}}: id})
USING INDEX SEEK party:{{label}}({{key}})
MATCH (party)-[edge:EXECUTIVE_PARTNER_OF|NOMINEE_FOR|VOTES_FOR|ACTS_IN_CONCERT]-(other)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
  AND edge.valid_from <= $last_day AND edge.valid_to > $first_day
WITH DISTINCT edge
WITH type(edge) AS type, edge, startNode(edge) AS giver, endNode(edge) AS taker
RETURN collect(type) AS type,
  collect(coalesce(giver.person_id, giver.entity_id)) AS from_id,
  collect(giver.person_id IS NOT NULL) AS from_is_person,
  collect(coalesce(taker.person_id, taker.entity_id)) AS to_id,
  collect(taker.person_id IS NOT NULL) AS to_is_person,
  collect(edge.valid_from) AS valid_from,
  collect(edge.valid_to) AS valid_to,
  collect(coalesce(edge.source, '')) AS source,
  collect(edge.fact_id) AS fact_id,
  collect(edge.record_key) AS record_key
