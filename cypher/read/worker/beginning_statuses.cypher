// name:    read/worker/beginning_statuses
// summary: Persons, in a range, whose death, incapacity or recovery begins in a span of days, as columns.
// params:  first: str; last: str; after: str; today: str; seq: int
// returns: person_id: list[str]; day: list[str]
MATCH (status:PersonStatus)
WHERE status.person_id >= $first AND status.person_id <= $last
  AND status.since > $after AND status.since <= $today
  AND status.seq_from <= $seq AND status.seq_to > $seq
RETURN collect(status.person_id) AS person_id, collect(status.since) AS day
