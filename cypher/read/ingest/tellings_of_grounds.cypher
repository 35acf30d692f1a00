// name:    read/ingest/tellings_of_grounds
// summary: Every source record, of now and before, that told what objections decided as corrected contest.
// params:  keys: list[str]; seq: int; open_seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (ground:Ground {ground_key: key})
USING INDEX SEEK ground:Ground(ground_key)
MATCH (ground)<-[:CONTESTS]-(objection:Objection)
WHERE objection.seq_from <= $seq AND objection.seq_to > $seq AND objection.result = 'CORRECTED'
WITH key, ground, collect(DISTINCT objection.record_key) AS said
OPTIONAL MATCH (former:Ground {goes_on_as: ground.record_key})
USING INDEX SEEK former:Ground(goes_on_as)
WITH key, ground, said, collect(DISTINCT former.record_key) AS formers
CALL (ground, said) {
  UNWIND said AS objection_key
  MATCH (before:Objection {record_key: objection_key})
  USING INDEX SEEK before:Objection(record_key)
  MATCH (before)-[:CONTESTS]->(gone:Ground)
  WHERE before.role IS NOT NULL AND gone.fact_type = ground.fact_type
    AND gone.record_key <> ground.record_key AND gone.seq_to < $open_seq
  RETURN count(gone) > 0 AS replaces
}
UNWIND formers + [ground.record_key] AS fact
MATCH (record:SourceRecord {record_key: fact})
USING INDEX SEEK record:SourceRecord(record_key)
WHERE record.seq_from <= $seq
MATCH (commit:Commit {seq: record.seq_from})
USING INDEX SEEK commit:Commit(seq)
RETURN collect({ground_key: key, replaces: replaces, own: fact = ground.record_key,
  source: record.source, table_name: record.table_name, record_id: coalesce(record.record_id, ''), produced_at: coalesce(record.produced_at, ''), op: record.op,
  row_digest: coalesce(record.row_digest, ''), payload_digest: record.payload_digest, seq_from: record.seq_from, received_at: commit.at}) AS rows
