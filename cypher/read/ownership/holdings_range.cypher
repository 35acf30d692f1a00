// name:    read/ownership/holdings_range
// summary: All holdings of one day in a range of companies, as columns; an absent percentage is -1.
// params:  first: str; last: str; account_names: list[str]; day: str; seq: int
// returns: holder: list[str]; is_person: list[bool]; company: list[str]; holder_kind: list[str];
//          equity_pct: list[float]; equity_min_pct: list[float]; equity_max_pct: list[float];
//          vote_pct: list[float]; treasury: list[bool]
MATCH (company:Entity)
WHERE company.entity_id >= $first AND company.entity_id <= $last
MATCH (company)<-[edge:HOLDS]-(holder)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
RETURN collect(coalesce(holder.person_id, holder.entity_id)) AS holder,
  collect(holder.person_id IS NOT NULL) AS is_person,
  collect(company.entity_id) AS company,
  collect(CASE WHEN edge.holder_name IN $account_names THEN 'ACCOUNT' ELSE coalesce(edge.holder_kind, '') END)
    AS holder_kind,
  collect(coalesce(edge.equity_pct, -1.0)) AS equity_pct,
  collect(coalesce(edge.equity_min_pct, -1.0)) AS equity_min_pct,
  collect(coalesce(edge.equity_max_pct, -1.0)) AS equity_max_pct,
  collect(coalesce(edge.vote_pct, -1.0)) AS vote_pct,
  collect(coalesce(edge.treasury, false)) AS treasury
