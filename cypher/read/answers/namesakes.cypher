// name:    read/answers/namesakes
// summary: Other persons of the very same name whom a confirmed finding, a listing or a court's document names on a day.
// params:  phrase: str; name: str; person_id: str; day: str; seq: int; limit: int
// returns: ids: list[str]
CALL db.index.fulltext.queryNodes('Person[name]', $phrase) YIELD node
WITH node AS person
WHERE person.name = $name AND person.person_id <> $person_id
CALL (person) {
  MATCH (finding:Finding {person_id: person.person_id})
  WHERE finding.seq_from <= $seq AND finding.seq_to > $seq AND finding.base_state = 'CONFIRMED'
    AND finding.valid_from <= $day AND finding.valid_to > $day
    AND (coalesce(finding.withdrawn_at, '') = '' OR finding.withdrawn_at > $day)
  RETURN count(finding) AS findings
}
CALL (person) {
  MATCH (person)-[:LISTED_BY|BOUND_BY]->(fact)
  WHERE fact.seq_from <= $seq AND fact.seq_to > $seq AND fact.valid_from <= $day AND fact.valid_to > $day
  RETURN count(fact) AS entries
}
WITH person, findings + entries AS named
WHERE named > 0
WITH person LIMIT $limit
RETURN collect(person.person_id) AS ids
