// name:    read/patterns/decisions_range
// summary: Listings, penalties and court records of a range of parties from a day up to another, as columns.
// slots:   label: party; key: id_property
// params:  first: str; last: str; since: str; day: str; seq: int
// returns: party: list[str]; link: list[str]; fact_id: list[str]; ground_ref: list[str]; decided_on: list[str];
//          list_type: list[str]; severity: list[str]; ended_on: list[str]; annulled_on: list[str]; kind: list[str]
MATCH (party:{{label}})
USING INDEX SEEK party:{{label}}({{key}})
WHERE party.{{key}} >= $first AND party.{{key}} <= $last
MATCH (party)-[link:LISTED_BY|PENALISED_BY|BOUND_BY]->(decision)
WHERE decision.seq_from <= $seq AND decision.seq_to > $seq
  AND decision.valid_from > $since AND decision.valid_from <= $day
RETURN collect(party.{{key}}) AS party,
  collect(type(link)) AS link,
  collect(decision.fact_id) AS fact_id,
  collect(coalesce(decision.ground_ref, '')) AS ground_ref,
  collect(decision.valid_from) AS decided_on,
  collect(coalesce(decision.list_type, '')) AS list_type,
  collect(coalesce(decision.severity, '')) AS severity,
  collect(coalesce(decision.removed_on, decision.ended_on, '')) AS ended_on,
  collect(coalesce(decision.annulled_on, '')) AS annulled_on,
  collect(coalesce(decision.removal_kind, decision.end_reason, '')) AS kind
