// name:    read/worker/beginning_tenures
// summary: In a range of companies, offices and declared control that begin in a span of days, as columns.
// params:  first: str; last: str; after: str; today: str; seq: int
// returns: entity_id: list[str]; day: list[str]
MATCH (company:Entity)
WHERE company.entity_id >= $first AND company.entity_id <= $last
MATCH (company)<-[edge:LEGAL_REP_OF|PRINCIPAL_OF|EXECUTIVE_PARTNER_OF|DECLARED_CONTROLLER_OF]-(person:Person)
WHERE edge.valid_from > $after AND edge.valid_from <= $today
  AND edge.seq_from <= $seq AND edge.seq_to > $seq
RETURN collect(company.entity_id) AS entity_id, collect(edge.valid_from) AS day
