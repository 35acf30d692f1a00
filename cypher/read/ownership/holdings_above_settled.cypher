// name:    read/ownership/holdings_above_settled
// summary: As `holdings_above`, but of ends that were inferred: whoever has been followed by another holder since he
//          was last certain has left on the day on which that one began.
// params:  entity_ids: list[str]; account_names: list[str]; day: str; seq: int
// returns: holder: list[str]; is_person: list[bool]; company: list[str]; holder_kind: list[str];
//          equity_pct: list[float]; equity_min_pct: list[float]; equity_max_pct: list[float];
//          vote_pct: list[float]; treasury: list[bool]; valid_from: list[str]; source: list[str]
UNWIND $entity_ids AS entity_id
MATCH (company:Entity {entity_id: entity_id})
USING INDEX SEEK company:Entity(entity_id)
MATCH (company)<-[edge:HOLDS]-(holder)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
OPTIONAL MATCH (company)<-[began:HOLDS]-(other)
WHERE coalesce(edge.end_inferred, false)
  AND began.seq_from <= $seq AND began.seq_to > $seq
  AND began.valid_from > coalesce(edge.known_held_to, edge.valid_from) AND began.valid_from <= $day
  AND other <> holder
WITH entity_id, holder, edge, count(began) AS followed
WHERE followed = 0
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
  collect(coalesce(edge.source, '')) AS source
