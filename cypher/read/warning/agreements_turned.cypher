// name:    read/warning/agreements_turned
// summary: Agreements on votes that begin or end in a span of days, as columns, with their parties.
// slots:   source: party
// params:  from_day: str; to_day: str; seq: int
// returns: fact_id: list[str]; from_id: list[str]; from_is_person: list[bool]; to_id: list[str];
//          to_is_person: list[bool]; begins: list[str]; ends: list[str]; begun_seq: list[int]; ended_seq: list[int];
//          origin: list[str]
MATCH (giver:{{source}})-[edge:NOMINEE_FOR|VOTES_FOR|ACTS_IN_CONCERT]->(taker)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
  AND ((edge.valid_from >= $from_day AND edge.valid_from <= $to_day)
    OR (edge.valid_to >= $from_day AND edge.valid_to <= $to_day))
MATCH (giver)-[version:NOMINEE_FOR|VOTES_FOR|ACTS_IN_CONCERT]->(taker)
WHERE version.record_key = edge.record_key
WITH giver, taker, edge, min(version.seq_from) AS begun_seq,
  min(CASE WHEN version.valid_to = '9999-12-31' THEN null ELSE version.seq_from END) AS ended_seq
RETURN collect(edge.fact_id) AS fact_id,
  collect(coalesce(giver.person_id, giver.entity_id)) AS from_id,
  collect(giver.person_id IS NOT NULL) AS from_is_person,
  collect(coalesce(taker.person_id, taker.entity_id)) AS to_id,
  collect(taker.person_id IS NOT NULL) AS to_is_person,
  collect(edge.valid_from) AS begins,
  collect(edge.valid_to) AS ends,
  collect(begun_seq) AS begun_seq,
  collect(coalesce(ended_seq, begun_seq)) AS ended_seq,
  collect(coalesce(edge.source_record_id, '')) AS origin
