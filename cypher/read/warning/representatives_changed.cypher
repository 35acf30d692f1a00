// name:    read/warning/representatives_changed
// summary: In a range of companies, representatives who took over from another in a span of days, as columns.
// params:  first: str; last: str; from_day: str; to_day: str; seq: int
// returns: fact_id: list[str]; entity: list[str]; day: list[str]; known_seq: list[int]; origin: list[str]
MATCH (company:Entity)
WHERE company.entity_id >= $first AND company.entity_id <= $last
MATCH (company)<-[edge:LEGAL_REP_OF]-(person:Person)
WHERE edge.valid_from >= $from_day AND edge.valid_from <= $to_day AND edge.seq_from <= $seq AND edge.seq_to > $seq
MATCH (company)<-[before:LEGAL_REP_OF]-(other:Person)
WHERE before.valid_from < edge.valid_from AND before.seq_from <= $seq AND before.seq_to > $seq
  AND other.person_id <> person.person_id
  AND NOT EXISTS {
    MATCH (person)-[link:SAME_PERSON]-(other)
    WHERE link.seq_from <= $seq AND link.seq_to > $seq
  }
  AND NOT EXISTS {
    MATCH (person)-[one:SAME_PERSON]->(stays:Person)<-[two:SAME_PERSON]-(other)
    WHERE one.seq_from <= $seq AND one.seq_to > $seq AND two.seq_from <= $seq AND two.seq_to > $seq
  }
WITH DISTINCT company, edge
MATCH (company)<-[version:LEGAL_REP_OF]-(:Person)
WHERE version.record_key = edge.record_key
WITH company, edge, min(version.seq_from) AS known_seq
RETURN collect(edge.fact_id) AS fact_id,
  collect(company.entity_id) AS entity,
  collect(edge.valid_from) AS day,
  collect(known_seq) AS known_seq,
  collect(coalesce(edge.source_record_id, '')) AS origin
