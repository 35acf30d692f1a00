// name:    read/warning/holdings_turned
// summary: In a range of companies, holdings and partners' offices that begin or end in a span of days, as columns.
// params:  first: str; last: str; from_day: str; to_day: str; seq: int
// returns: fact_id: list[str]; company: list[str]; begins: list[str]; ends: list[str]; begun_seq: list[int];
//          ended_seq: list[int]; origin: list[str]; followed: list[bool]
MATCH (company:Entity)
WHERE company.entity_id >= $first AND company.entity_id <= $last
MATCH (company)<-[edge:HOLDS|EXECUTIVE_PARTNER_OF]-(holder)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
  AND ((edge.valid_from >= $from_day AND edge.valid_from <= $to_day)
    OR (edge.valid_to >= $from_day AND edge.valid_to <= $to_day))
// Whose end was inferred while another holder began in the days in which it lies: he left on that one's day.
OPTIONAL MATCH (company)<-[began:HOLDS]-(other)
WHERE type(edge) = 'HOLDS' AND coalesce(edge.end_inferred, false)
  AND began.seq_from <= $seq AND began.seq_to > $seq
  AND began.valid_from > coalesce(edge.known_held_to, edge.valid_from) AND began.valid_from <= edge.valid_to
  AND other <> holder
WITH company, holder, edge, count(began) > 0 AS followed
MATCH (company)<-[version:HOLDS|EXECUTIVE_PARTNER_OF]-(holder)
WHERE version.record_key = edge.record_key
WITH company, edge, followed, min(version.seq_from) AS begun_seq,
  min(CASE WHEN version.valid_to = '9999-12-31' THEN null ELSE version.seq_from END) AS ended_seq
RETURN collect(edge.fact_id) AS fact_id,
  collect(company.entity_id) AS company,
  collect(edge.valid_from) AS begins,
  collect(edge.valid_to) AS ends,
  collect(begun_seq) AS begun_seq,
  collect(coalesce(ended_seq, begun_seq)) AS ended_seq,
  collect(coalesce(edge.source_record_id, '')) AS origin,
  collect(followed) AS followed
