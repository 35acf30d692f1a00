// name:    read/search/entities
// summary: Entities one of whose names contains a text, the best matches first, each with all its names.
// params:  phrase: str; limit: int; seq: int
// returns: rows: list
CALL db.index.fulltext.queryNodes('EntityState[search_name]', $phrase) YIELD node, score
WITH node, score
WHERE node.seq_from <= $seq AND node.seq_to > $seq
WITH node.entity_id AS id, max(score) AS score
ORDER BY score DESC, id LIMIT $limit
MATCH (entity:Entity {entity_id: id})
CALL (entity) {
  MATCH (entity)-[:HAS_STATE]->(state)
  WHERE state.seq_from <= $seq AND state.seq_to > $seq
  RETURN collect([state.valid_from, coalesce(state.name, ''), coalesce(state.region_code, ''), coalesce(state.status, '')]) AS names
}
CALL (entity) {
  MATCH (entity)-[code:IDENTIFIED_BY]->(other)
  WHERE code.seq_from <= $seq AND code.seq_to > $seq
  RETURN collect([other.scheme, other.value, code.valid_from, code.valid_to]) AS codes
}
CALL (entity) {
  MATCH (entity)-[:LISTED_BY|BOUND_BY]->(fact)
  WHERE fact.seq_from <= $seq AND fact.seq_to > $seq
  RETURN count(fact) AS records
}
RETURN collect({id: id, names: names, codes: codes, records: records}) AS rows
