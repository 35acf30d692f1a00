// name:    read/ingest/corrected_grounds
// summary: Those of these facts that an objection decided as corrected contests, as their grounds.
// params:  keys: list[str]; seq: int; open_seq: int
// returns: grounds: list[str]
UNWIND $keys AS key
MATCH (ground:Ground {record_key: key})
USING INDEX SEEK ground:Ground(record_key)
WHERE ground.seq_to = $open_seq AND EXISTS { MATCH (ground)<-[:CONTESTS]-(objection:Objection)
  WHERE objection.seq_from <= $seq AND objection.seq_to > $seq AND objection.result = 'CORRECTED' }
RETURN collect(ground.ground_key) AS grounds
