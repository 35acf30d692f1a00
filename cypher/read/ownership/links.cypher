// name:    read/ownership/links
// summary: All executive partners, or all agreements of one kind, of one day, as columns.
// slots:   source: party; type: edge_type
// params:  day: str; seq: int
// returns: from_id: list[str]; from_is_person: list[bool]; to_id: list[str]; to_is_person: list[bool];
//          valid_from: list[str]; source: list[str]
MATCH (giver:{{source}})-[edge:{{type}}]->(taker)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
RETURN collect(coalesce(giver.person_id, giver.entity_id)) AS from_id,
  collect(giver.person_id IS NOT NULL) AS from_is_person,
  collect(coalesce(taker.person_id, taker.entity_id)) AS to_id,
  collect(taker.person_id IS NOT NULL) AS to_is_person,
  collect(edge.valid_from) AS valid_from,
  collect(coalesce(edge.source, '')) AS source
