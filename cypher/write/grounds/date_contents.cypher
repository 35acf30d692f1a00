// name:    write/grounds/date_contents
// summary: Note since when the sources tell what contested facts say now, if that is known; which findings it touches.
// params:  rows: list; open_seq: int
// returns: refs: list[str]
UNWIND $rows AS row
MATCH (ground:Ground {ground_key: row.ground_key})
USING INDEX SEEK ground:Ground(ground_key)
WHERE ground.seq_to = $open_seq
SET ground.told_since = CASE WHEN row.told_since = '' THEN ground.told_since ELSE row.told_since END
WITH ground
MATCH (ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_to = $open_seq
RETURN collect(DISTINCT finding.ground_ref) AS refs
