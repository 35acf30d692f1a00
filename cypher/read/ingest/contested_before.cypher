// name:    read/ingest/contested_before
// summary: On what rests whatever these objections contested until this commit.
// params:  keys: list[str]; seq: int; open_seq: int
// returns: refs: list[str]
UNWIND $keys AS key
MATCH (objection:Objection {record_key: key})
USING INDEX SEEK objection:Objection(record_key)
WHERE objection.seq_to = $seq
MATCH (objection)-[:CONTESTS]->(:Ground)<-[:RESTS_ON]-(finding:Finding)
WHERE finding.seq_to = $open_seq
RETURN collect(DISTINCT finding.ground_ref) AS refs
