// name:    read/exits/evidence_of_finding
// summary: The rows handed in for every fact that a finding rests on: source, file, line.
// params:  finding_id: str; seq: int
// returns: rows: list
MATCH (finding:Finding {finding_id: $finding_id})
WHERE finding.seq_from <= $seq AND finding.seq_to > $seq
MATCH (finding)-[:RESTS_ON]->(ground:Ground)
WITH DISTINCT ground.fact_id AS fact_id, ground.record_key AS key
MATCH (record:SourceRecord {record_key: key})
WHERE record.seq_from <= $seq AND record.seq_to > $seq AND record.op <> 'RETRACT'
WITH fact_id, record ORDER BY fact_id, record.source, record.file, record.line
RETURN collect({fact_id: fact_id, source: record.source, table: record.table_name, file: record.file,
  line: record.line, produced_at: record.produced_at}) AS rows
