// name:    read/patterns/penalised_around_judged
// summary: Persons who count as one, related together to at least $minimum firms with decisions in force.
// slots:   types: edge_type*
// params:  pairs: list; since: str; day: str; seq: int; minimum: int; hub_degree: int;
//          unless: list[str]; excluded: list[str]; limit: int
// returns: hub: str; firms: int; entities: list[str]; refs: list[str]
UNWIND $pairs AS pair
MATCH (hub:Person {person_id: pair.id})
USING INDEX SEEK hub:Person(person_id)
MATCH (hub)-[edge:{{types}}]-(entity:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $day
WITH pair.counts_as AS hub, collect(DISTINCT entity) AS related
WHERE size(related) >= $minimum AND size(related) <= $hub_degree
UNWIND related AS entity
MATCH (entity)-[:LISTED_BY|PENALISED_BY|BOUND_BY]->(decision)
WHERE decision.seq_from <= $seq AND decision.seq_to > $seq
  AND decision.valid_from > $since AND decision.valid_from <= $day
  AND coalesce(decision.annulled_on, '') = ''
  AND NOT coalesce(decision.removal_kind, decision.end_reason, '') IN $unless
  AND coalesce(decision.removed_on, decision.ended_on, '9999-12-31') > $day
  AND NOT coalesce(decision.list_type, '') IN $excluded
  AND NOT coalesce(decision.severity, '') IN $excluded
WITH hub, size(related) AS firms, entity.entity_id AS entity_id, coalesce(decision.ground_ref, '') AS ref
ORDER BY hub, entity_id, ref
WITH hub, firms, count(DISTINCT entity_id) AS penalised, collect(entity_id) AS entities, collect(ref) AS refs
WHERE penalised >= $minimum
RETURN hub, firms, entities, refs
ORDER BY hub
LIMIT $limit
