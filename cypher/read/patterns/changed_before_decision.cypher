// name:    read/patterns/changed_before_decision
// summary: Entities of a range whose representative, or main holder, changed in the days before a decision; of an
//          end that was inferred the day is the one on which the next began, and empty where nobody did.
// slots:   type: edge_type
// params:  first: str; last: str; since: str; day: str; seq: int; window: int; min_pct: float;
//          unless: list[str]; excluded: list[str]; limit: int
// returns: entity: str; former: str; former_is_person: bool; successor: str; successor_is_person: bool;
//          changed_on: str; link: str; decision: str; ref: str; decided_on: str; list_type: str; severity: str
MATCH (entity:Entity)
USING INDEX SEEK entity:Entity(entity_id)
WHERE entity.entity_id >= $first AND entity.entity_id <= $last
MATCH (entity)-[link:LISTED_BY|PENALISED_BY|BOUND_BY]->(decision)
WHERE decision.seq_from <= $seq AND decision.seq_to > $seq
  AND decision.valid_from > $since AND decision.valid_from <= $day
  AND coalesce(decision.annulled_on, '') = ''
  AND NOT coalesce(decision.removal_kind, decision.end_reason, '') IN $unless
  AND NOT (coalesce(decision.removal_kind, '') = 'REPAIRED' AND coalesce(decision.removed_on, '') <= $day)
  AND NOT coalesce(decision.list_type, '') IN $excluded
  AND NOT coalesce(decision.severity, '') IN $excluded
WITH entity, decision, type(link) AS link, decision.valid_from AS decided_on,
  toString(date(decision.valid_from) - duration({days: $window})) AS window_from
MATCH (entity)<-[held:{{type}}]-(former)
WHERE held.seq_from <= $seq AND held.seq_to > $seq AND held.valid_to >= window_from
WITH DISTINCT entity, decision, link, decided_on, window_from, former, held.valid_to AS ended_on,
  // He held it up to this day for certain; an end that was told leaves no days between.
  CASE WHEN coalesce(held.end_inferred, false) AND coalesce(held.known_held_to, held.valid_from) < held.valid_to
    THEN coalesce(held.known_held_to, held.valid_from) ELSE held.valid_to END AS known_to
WHERE ended_on <= decided_on OR known_to < decided_on
OPTIONAL MATCH (entity)<-[began:{{type}}]-(other)
WHERE began.seq_from <= $seq AND began.seq_to > $seq
  AND began.valid_from > known_to AND began.valid_from <= ended_on
  AND other <> former
WITH entity, decision, link, decided_on, window_from, former, ended_on, known_to,
  CASE WHEN known_to = ended_on THEN ended_on ELSE coalesce(min(began.valid_from), '') END AS changed_on
WHERE changed_on = '' OR (changed_on >= window_from AND changed_on <= decided_on)
WITH entity, decision, link, decided_on, former, known_to < ended_on AS inferred, changed_on,
  CASE WHEN changed_on = '' THEN ended_on ELSE changed_on END AS turn
// What he had on the last day before, in all classes of share; of an office there is no share.
MATCH (entity)<-[had:{{type}}]-(former)
WHERE had.seq_from <= $seq AND had.seq_to > $seq
  AND had.valid_from < turn AND had.valid_to >= turn
WITH entity, decision, link, decided_on, former, inferred, changed_on, turn,
  sum(coalesce(had.vote_pct, had.equity_pct, had.equity_min_pct, 0.0)) AS share
WHERE round(share * 1000000.0) >= $min_pct * 1000000.0
// What ended within the same days by the same snapshot ended with it.
OPTIONAL MATCH (entity)<-[stays:{{type}}]-(former)
WHERE stays.seq_from <= $seq AND stays.seq_to > $seq
  AND stays.valid_from <= decided_on AND stays.valid_to > decided_on
  AND NOT (inferred AND coalesce(stays.end_inferred, false) AND stays.valid_to >= turn
    AND coalesce(stays.known_held_to, stays.valid_from) < turn)
WITH entity, decision, link, decided_on, former, changed_on, count(stays) AS stays,
  sum(coalesce(stays.vote_pct, stays.equity_pct, stays.equity_min_pct, 0.0)) AS share
WHERE stays = 0 OR round(share * 1000000.0) < $min_pct * 1000000.0
OPTIONAL MATCH (entity)<-[came:{{type}}]-(successor)
WHERE came.seq_from <= $seq AND came.seq_to > $seq
  AND changed_on <> '' AND came.valid_from >= changed_on AND came.valid_from <= decided_on
  AND successor <> former
WITH entity, decision, link, decided_on, former, changed_on, successor
WHERE changed_on = '' OR successor IS NOT NULL
RETURN DISTINCT entity.entity_id AS entity,
  coalesce(former.person_id, former.entity_id) AS former, former.person_id IS NOT NULL AS former_is_person,
  coalesce(successor.person_id, successor.entity_id, '') AS successor,
  successor.person_id IS NOT NULL AS successor_is_person,
  changed_on, link, decision.fact_id AS decision,
  coalesce(decision.ground_ref, '') AS ref, decided_on,
  coalesce(decision.list_type, '') AS list_type, coalesce(decision.severity, '') AS severity
ORDER BY entity, decided_on, decision, former, successor
LIMIT $limit
