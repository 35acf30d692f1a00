// name:    read/liability/reach_of_entities
// summary: Through whom entities reach other grounds: holders named for tax grades, and persons barred in their cases.
// params:  ids: list[str]; seq: int
// returns: refs: list; barred: list
UNWIND $ids AS id
MATCH (entity:Entity {entity_id: id})
USING INDEX SEEK entity:Entity(entity_id)
CALL (entity) {
  MATCH (entity)<-[:LEGAL_REP_OF|PRINCIPAL_OF|EXECUTIVE_PARTNER_OF|DECLARED_CONTROLLER_OF]-(holder:Person)
  MATCH (holder)-[:NAMED_BY|BARRED_BY]->(paper)
  WHERE paper.seq_from <= $seq
  RETURN collect(DISTINCT CASE WHEN paper.target_kind = 'TAX_GRADE' THEN paper.target_ref END) AS graded,
    collect(DISTINCT CASE WHEN paper.ban_id IS NOT NULL THEN holder.person_id END) AS holders
}
CALL (entity) {
  MATCH (entity)-[:PENALISED_BY|LISTED_BY|HAS_STATE]->(fact)
  WHERE fact.seq_from <= $seq AND fact.decision_ref IS NOT NULL
  MATCH (ban:Ban {target_ref: fact.decision_ref})
  USING INDEX SEEK ban:Ban(target_ref)
  RETURN collect(DISTINCT ban.person_id) AS numbered
}
CALL (entity) {
  MATCH (ban:Ban {entity_id: entity.entity_id})
  USING INDEX SEEK ban:Ban(entity_id)
  RETURN collect(DISTINCT ban.person_id) AS concerned
}
RETURN collect(graded) AS refs, collect(holders + numbered + concerned) AS barred
