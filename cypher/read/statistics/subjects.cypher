// name:    read/statistics/subjects
// summary: How many subjects and persons the graph knows.
// params:
// returns: entities: int; persons: int
CALL { MATCH (entity:Entity) RETURN count(entity) AS entities }
CALL { MATCH (person:Person) RETURN count(person) AS persons }
RETURN entities, persons
LIMIT 1
