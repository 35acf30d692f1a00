// name:    write/grounds/date_contents
// summary: Note since when the sources tell what contested facts say now; which findings' grounds that touches.
// params:  rows: list; open_seq: int
// returns: refs: list[str]
UNWIND $rows AS row
MATCH (ground:Ground {ground_key: row.ground_key})
USING INDEX SEEK ground:Ground(ground_key)
SET ground.told_since = row.told_since
WITH ground
MATCH (ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_to = $open_seq
RETURN collect(DISTINCT finding.ground_ref) AS refs
