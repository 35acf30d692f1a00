// name:    read/ownership/holdings_within
// summary: Who holds these entities at any time within two days: one level upwards for many entities and days.
// params:  entity_ids: list[str]; account_names: list[str]; first_day: str; last_day: str; seq: int
// returns: holder: list[str]; is_person: list[bool]; company: list[str]; holder_kind: list[str];
//          equity_pct: list[float]; equity_min_pct: list[float]; equity_max_pct: list[float];
//          vote_pct: list[float]; treasury: list[bool]; valid_from: list[str]; valid_to: list[str];
//          source: list[str]; fact_id: list[str]; record_key: list[str]
UNWIND $entity_ids AS entity_id
MATCH (company:Entity {entity_id: entity_id})
USING INDEX SEEK company:Entity(entity_id)
MATCH (company)<-[edge:HOLDS]-(holder)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq
  AND edge.valid_from <= $last_day AND edge.valid_to > $first_day
RETURN collect(coalesce(holder.person_id, holder.entity_id)) AS holder,
  collect(holder.person_id IS NOT NULL) AS is_person,
  collect(entity_id) AS company,
  collect(CASE WHEN edge.holder_name IN $account_names THEN 'ACCOUNT' ELSE coalesce(edge.holder_kind, '') END)
    AS holder_kind,
  collect(coalesce(edge.equity_pct, -1.0)) AS equity_pct,
  collect(coalesce(edge.equity_min_pct, -1.0)) AS equity_min_pct,
  collect(coalesce(edge.equity_max_pct, -1.0)) AS equity_max_pct,
  collect(coalesce(edge.vote_pct, -1.0)) AS vote_pct,
  collect(coalesce(edge.treasury, false)) AS treasury,
  collect(edge.valid_from) AS valid_from,
  collect(edge.valid_to) AS valid_to,
  collect(coalesce(edge.source, '')) AS source,
  collect(edge.fact_id) AS fact_id,
  collect(edge.record_key) AS record_key
