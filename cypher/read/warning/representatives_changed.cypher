// name:    read/warning/representatives_changed
// summary: In a range of companies, representatives who took office in a span of days after any other term, as columns.
// params:  first: str; last: str; from_day: str; to_day: str; seq: int
// returns: fact_id: list[str]; entity: list[str]; day: list[str]; known_seq: list[int]; origin: list[str];
//          person: list[str]; before_person: list; before_fact: list; before_ends: list
MATCH (company:Entity)
WHERE company.entity_id >= $first AND company.entity_id <= $last
MATCH (company)<-[edge:LEGAL_REP_OF]-(person:Person)
WHERE edge.valid_from >= $from_day AND edge.valid_from <= $to_day AND edge.seq_from <= $seq AND edge.seq_to > $seq
MATCH (company)<-[before:LEGAL_REP_OF]-(other:Person)
WHERE before.valid_from < edge.valid_from AND before.seq_from <= $seq AND before.seq_to > $seq
WITH company, edge, person, collect(other.person_id) AS before_person, collect(before.fact_id) AS before_fact,
  collect(before.valid_to) AS before_ends
MATCH (company)<-[version:LEGAL_REP_OF]-(:Person)
WHERE version.record_key = edge.record_key
WITH company, edge, person, before_person, before_fact, before_ends, min(version.seq_from) AS known_seq
RETURN collect(edge.fact_id) AS fact_id,
  collect(company.entity_id) AS entity,
  collect(edge.valid_from) AS day,
  collect(known_seq) AS known_seq,
  collect(coalesce(edge.source_record_id, '')) AS origin,
  collect(person.person_id) AS person,
  collect(before_person) AS before_person,
  collect(before_fact) AS before_fact,
  collect(before_ends) AS before_ends
