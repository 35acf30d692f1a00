// name:    read/warning/repairs_between
// summary: Repairs applied for in a span of days, as columns, with the records that they are about and their entity.
// slots:   label: fact_node
// params:  first: str; last: str; seq: int
// returns: fact_id: list[str]; entity: list[str]; started_on: list[str]; decided_on: list[str];
//          known_seq: list[int]; origin: list[str]; list_type: list[str]; records: list
MATCH (repair:RepairCase)
WHERE repair.seq_from <= $seq AND repair.seq_to > $seq
  AND coalesce(repair.applied_on, repair.accepted_on, '') >= $first
  AND coalesce(repair.applied_on, repair.accepted_on, '') <= $last
MATCH (record:{{label}} {ground_ref: repair.target_ref})
WHERE record.seq_from <= $seq AND record.seq_to > $seq AND coalesce(record.entity_id, '') <> ''
WITH repair, min(record.entity_id) AS entity, min(coalesce(record.list_type, '')) AS list_type,
  collect(record.fact_id) AS records
MATCH (version:RepairCase {record_key: repair.record_key})
WITH repair, entity, list_type, records, min(version.seq_from) AS known_seq
RETURN collect(repair.fact_id) AS fact_id,
  collect(entity) AS entity,
  collect(coalesce(repair.applied_on, repair.accepted_on)) AS started_on,
  collect(coalesce(repair.decided_on, '')) AS decided_on,
  collect(known_seq) AS known_seq,
  collect(coalesce(repair.source_record_id, '')) AS origin,
  collect(list_type) AS list_type,
  collect(records) AS records
