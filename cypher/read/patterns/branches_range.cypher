// name:    read/patterns/branches_range
// summary: What was a branch of a range of entities at some time up to a day, as columns.
// params:  first: str; last: str; day: str; seq: int
// returns: branch: list[str]; firm: list[str]
MATCH (entity:Entity)
USING INDEX SEEK entity:Entity(entity_id)
WHERE entity.entity_id >= $first AND entity.entity_id <= $last
MATCH (entity)<-[edge:BRANCH_OF]-(branch:Entity)
WHERE edge.seq_from <= $seq AND edge.seq_to > $seq AND edge.valid_from <= $day
RETURN collect(branch.entity_id) AS branch, collect(entity.entity_id) AS firm
