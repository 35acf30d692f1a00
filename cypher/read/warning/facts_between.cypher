// name:    read/warning/facts_between
// summary: Facts on entities of a span of days, as columns, each with the commit that first told of it.
// slots:   label: fact_node; day: event_day
// params:  first: str; last: str; severe: list[str]; severe_kinds: list[str]; seq: int
// returns: fact_id: list[str]; entity: list[str]; day: list[str]; known_seq: list[int]; origin: list[str]; list_type: list[str];
//          severe: list[bool]; fulfilment: list[str]; annulled_on: list[str]
MATCH (fact:{{label}})
WHERE fact.{{day}} >= $first AND fact.{{day}} <= $last AND fact.seq_from <= $seq AND fact.seq_to > $seq
  AND coalesce(fact.entity_id, '') <> ''
MATCH (version:{{label}} {record_key: fact.record_key})
WITH fact, min(version.seq_from) AS known_seq
RETURN collect(fact.fact_id) AS fact_id,
  collect(fact.entity_id) AS entity,
  collect(fact.{{day}}) AS day,
  collect(known_seq) AS known_seq,
  collect(coalesce(fact.source_record_id, '')) AS origin,
  collect(coalesce(fact.list_type, '')) AS list_type,
  collect(coalesce(fact.severity, '') IN $severe
    OR size([kind IN coalesce(fact.penalty_kinds, []) WHERE kind IN $severe_kinds]) > 0) AS severe,
  collect(coalesce(fact.fulfilment, '')) AS fulfilment,
  collect(CASE
    WHEN fact.annulled_on IS NOT NULL THEN fact.annulled_on
    WHEN coalesce(fact.removal_kind, '') IN ['REVOKED', 'ANNULLED'] THEN coalesce(fact.removed_on, '')
    ELSE '' END) AS annulled_on
