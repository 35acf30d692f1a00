// name:    write/liability/link_entities
// summary: The entity of a finding's ground, and the edge that networks read.
// params:  rows: list; seq: int; open_seq: int
// returns: linked: int
UNWIND $rows AS row
MATCH (finding:Finding {version_id: row.version_id})
USING INDEX SEEK finding:Finding(version_id)
MATCH (person:Person {person_id: row.person_id})
USING INDEX SEEK person:Person(person_id)
MATCH (entity:Entity {entity_id: row.entity_id})
USING INDEX SEEK entity:Entity(entity_id)
CREATE (finding)-[:ABOUT_ENTITY]->(entity)
CREATE (person)-[edge:LIABLE_FOR]->(entity)
SET edge += row.edge, edge.seq_from = $seq, edge.seq_to = $open_seq
RETURN count(edge) AS linked
