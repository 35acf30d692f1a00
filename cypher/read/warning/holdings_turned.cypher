// name:    read/warning/holdings_turned
// summary: In a range of companies, holdings and partners' offices that begin or end in a span of days, as columns.
// params:  first: str; last: str; from_day: str; to_day: str; seq: int
// returns: fact_id: list[str]; company: list[str]; begins: list[str]; ends: list[str]; known_seq: list[int]; origin: list[str]
MATCH (company:Entity)
WHERE company.entity_id >= $first AND company.entity_id <= $last
MATCH (company)<-[edge:HOLDS|EXECUTIVE_PARTNER_OF]-(holder)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
  AND ((edge.valid_from >= $from_day AND edge.valid_from <= $to_day)
    OR (edge.valid_to >= $from_day AND edge.valid_to <= $to_day))
RETURN collect(edge.fact_id) AS fact_id,
  collect(company.entity_id) AS company,
  collect(edge.valid_from) AS begins,
  collect(edge.valid_to) AS ends,
  collect(edge.seq_from) AS known_seq,
  collect(coalesce(edge.source_record_id, '')) AS origin
