// name:    read/answers/dossier_of_person
// summary: All that a check of a person asks, or of him as whom he counts: findings with entities, own records of all who count as him, what waits.
// params:  person_id: str; seq: int?
// returns: rows: list
MATCH (counter:Counter {name: 'head'})
USING INDEX SEEK counter:Counter(name)
WITH coalesce($seq, counter.seq) AS at
MATCH (asked:Person {person_id: $person_id})
USING INDEX SEEK asked:Person(person_id)
CALL (asked, at) {
  OPTIONAL MATCH (asked)-[link:SAME_PERSON]->(other:Person)
  WHERE link.seq_from <= at AND link.seq_to > at
  RETURN collect(other) AS others
}
WITH CASE WHEN size(others) = 0 THEN asked ELSE head(others) END AS person, at
CALL (person, at) {
  OPTIONAL MATCH (absorbed:Person)-[link:SAME_PERSON]->(person)
  WHERE link.seq_from <= at AND link.seq_to > at
  RETURN collect(absorbed) AS absorbed
}
WITH person, at, [person] + absorbed AS selves
CALL (person, at) {
  MATCH (finding:Finding {person_id: person.person_id})
  USING INDEX SEEK finding:Finding(person_id)
  WHERE finding.seq_from <= at AND finding.seq_to > at
  OPTIONAL MATCH (finding)-[:RESTS_ON]->(ground:Ground)<-[:CONTESTS]-(objection:Objection)
  WHERE objection.seq_from <= at AND objection.seq_to > at
  WITH finding, collect([objection.raised_on,
    CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
      ELSE coalesce(objection.decided_on, '') END,
    coalesce(objection.result, '')]) AS disputes
  RETURN collect({finding: properties(finding), disputes: disputes}) AS findings
}
CALL (person, at) {
  MATCH (finding:Finding {person_id: person.person_id})
  USING INDEX SEEK finding:Finding(person_id)
  WHERE finding.seq_from <= at AND finding.seq_to > at
  MATCH (entity:Entity {entity_id: finding.entity_id})
  USING INDEX SEEK entity:Entity(entity_id)
  WITH DISTINCT entity, at
  CALL (entity, at) {
    MATCH (entity)-[code:IDENTIFIED_BY]->(other)
    WHERE code.seq_from <= at AND code.seq_to > at
    RETURN collect([other.scheme, other.value, code.valid_from, code.valid_to]) AS codes
  }
  CALL (entity, at) {
    MATCH (entity)-[:HAS_STATE]->(state)
    WHERE state.seq_from <= at AND state.seq_to > at
    RETURN collect([state.valid_from, coalesce(state.name, ''), coalesce(state.region_code, '')]) AS names
  }
  RETURN collect({id: entity.entity_id, codes: codes, names: names}) AS entities
}
CALL (selves, at) {
  UNWIND selves AS self
  MATCH (self)-[:LISTED_BY|BOUND_BY]->(fact)
  WHERE fact.seq_from <= at AND fact.seq_to > at
  OPTIONAL MATCH (ground:Ground {ground_key: fact.fact_id})<-[:CONTESTS]-(objection:Objection)
  USING INDEX SEEK ground:Ground(ground_key)
  WHERE objection.seq_from <= at AND objection.seq_to > at
  WITH fact, collect([objection.raised_on,
    CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
      ELSE coalesce(objection.decided_on, '') END,
    coalesce(objection.result, '')]) AS disputes
  RETURN collect({label: head(labels(fact)), fact: properties(fact), disputes: disputes}) AS records
}
CALL (selves, findings, at) {
  MATCH (change:Change)
  USING INDEX SEEK change:Change(done_seq)
  WHERE change.done_seq > at AND change.seq <= at
    AND (any(self IN selves WHERE self.person_id IN change.persons)
      OR any(one IN findings WHERE one.finding.entity_id IN change.entities)
      OR any(one IN findings WHERE one.finding.ground_ref IN change.ground_refs))
  RETURN count(change) AS waiting
}
CALL (selves, at) {
  MATCH (change:Change)
  USING INDEX SEEK change:Change(done_seq)
  WHERE change.done_seq > at AND change.seq <= at
  UNWIND selves AS self
  MATCH (self)-[office:LEGAL_REP_OF|PRINCIPAL_OF|DIRECTOR_OF|SUPERVISOR_OF|MANAGER_OF|FINANCE_HEAD_OF|EXECUTIVE_PARTNER_OF|EMPLOYED_BY|CONTROLS|DECLARED_CONTROLLER_OF]->(entity:Entity)
  WHERE office.seq_from <= at AND office.seq_to > at AND entity.entity_id IN change.entities
  RETURN count(DISTINCT change) AS around
}
RETURN collect({seq: at, id: person.person_id, name: person.name, verified: coalesce(person.verified, false),
  findings: findings, entities: entities, records: records, waiting: waiting + around > 0}) AS rows
