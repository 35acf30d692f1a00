// name:    read/patterns/tenures_range
// summary: Who held offices or shares in a range of entities at some time from a day up to another, as columns.
// slots:   types: edge_type*
// params:  first: str; last: str; since: str; day: str; seq: int
// returns: person: list[str]; entity: list[str]; valid_from: list[str]; valid_to: list[str]
MATCH (entity:Entity)
USING INDEX SEEK entity:Entity(entity_id)
WHERE entity.entity_id >= $first AND entity.entity_id <= $last
MATCH (entity)<-[edge:{{types}}]-(person:Person)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day AND edge.valid_to > $since
RETURN collect(person.person_id) AS person,
  collect(entity.entity_id) AS entity,
  collect(edge.valid_from) AS valid_from,
  collect(edge.valid_to) AS valid_to
