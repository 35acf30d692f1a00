// name:    read/ingest/tellings_of_grounds
// summary: Every source record, of now and before, that told what objections decided as corrected contest.
// params:  keys: list[str]; seq: int
// returns: rows: list
UNWIND $keys AS key
MATCH (ground:Ground {ground_key: key})
USING INDEX SEEK ground:Ground(ground_key)
WHERE EXISTS { MATCH (ground)<-[:CONTESTS]-(objection:Objection)
  WHERE objection.seq_from <= $seq AND objection.seq_to > $seq AND objection.result = 'CORRECTED' }
MATCH (record:SourceRecord {record_key: ground.record_key})
USING INDEX SEEK record:SourceRecord(record_key)
WHERE record.seq_from <= $seq
MATCH (commit:Commit {seq: record.seq_from})
USING INDEX SEEK commit:Commit(seq)
RETURN collect({ground_key: key, source: record.source, table_name: record.table_name,
  record_id: coalesce(record.record_id, ''), produced_at: coalesce(record.produced_at, ''), op: record.op,
  row_digest: coalesce(record.row_digest, ''), payload_digest: record.payload_digest, seq_from: record.seq_from, received_at: commit.at}) AS rows
