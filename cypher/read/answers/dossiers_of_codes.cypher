// name:    read/answers/dossiers_of_codes
// summary: All that a check of organisations asks, by their codes; what waits too, unless $done_after is the greatest number.
// params:  keys: list[str]; done_after: int?; seq: int?
// returns: rows: list
MATCH (counter:Counter {name: 'head'})
USING INDEX SEEK counter:Counter(name)
WITH coalesce($seq, counter.seq) AS at
UNWIND $keys AS key
MATCH (identifier:Identifier {identifier_key: key})
USING INDEX SEEK identifier:Identifier(identifier_key)
MATCH (identifier)<-[edge:IDENTIFIED_BY]-(entity)
WHERE edge.seq_from <= at AND edge.seq_to > at
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
CALL (entity, at) {
  MATCH (finding:Finding {entity_id: entity.entity_id})
  USING INDEX SEEK finding:Finding(entity_id)
  WHERE finding.seq_from <= at AND finding.seq_to > at
  OPTIONAL MATCH (finding)-[:RESTS_ON]->(ground:Ground)<-[:CONTESTS]-(objection:Objection)
  WHERE objection.seq_from <= at AND objection.seq_to > at
  WITH finding, collect([objection.raised_on,
    CASE WHEN objection.result = 'CORRECTED' AND coalesce(ground.told_since, '') <= objection.raised_on THEN ''
      ELSE coalesce(objection.decided_on, '') END,
    coalesce(objection.result, '')]) AS disputes
  RETURN collect({finding: properties(finding), disputes: disputes}) AS findings
}
CALL (entity, at) {
  MATCH (entity)-[:LISTED_BY|BOUND_BY]->(fact)
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
CALL (entity, findings, at) {
  MATCH (change:Change)
  USING INDEX SEEK change:Change(done_seq)
  WHERE change.done_seq > coalesce($done_after, at) AND change.seq <= at
    AND (entity.entity_id IN change.entities OR any(one IN findings WHERE one.finding.ground_ref IN change.ground_refs))
  RETURN count(change) AS waiting
}
RETURN collect({key: key, seq: at, id: entity.entity_id, codes: codes, names: names,
  findings: findings, records: records, waiting: waiting}) AS rows
