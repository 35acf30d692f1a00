// name:    read/ownership/holdings_below
// summary: What these parties hold on a day: one level of the tree downwards, with where it comes from.
// slots:   label: party; key: id_property
// params:  ids: list[str]; account_names: list[str]; day: str; seq: int
// returns: holder: list[str]; is_person: list[bool]; company: list[str]; holder_kind: list[str];
//          equity_pct: list[float]; equity_min_pct: list[float]; equity_max_pct: list[float];
//          vote_pct: list[float]; treasury: list[bool]; valid_from: list[str]; source: list[str]
UNWIND $ids AS id
MATCH (holder:{{label}} {{{key}}: id})
USING INDEX SEEK holder:{{label}}({{key}})
MATCH (holder)-[edge:HOLDS]->(company)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
RETURN collect(id) AS holder,
  collect(holder.person_id IS NOT NULL) AS is_person,
  collect(company.entity_id) AS company,
  collect(CASE WHEN edge.holder_name IN $account_names THEN 'ACCOUNT' ELSE coalesce(edge.holder_kind, '') END)
    AS holder_kind,
  collect(coalesce(edge.equity_pct, -1.0)) AS equity_pct,
  collect(coalesce(edge.equity_min_pct, -1.0)) AS equity_min_pct,
  collect(coalesce(edge.equity_max_pct, -1.0)) AS equity_max_pct,
  collect(coalesce(edge.vote_pct, -1.0)) AS vote_pct,
  collect(coalesce(edge.treasury, false)) AS treasury,
  collect(edge.valid_from) AS valid_from,
  collect(coalesce(edge.source, '')) AS source
