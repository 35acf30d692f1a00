// name:    read/quality/records_page
// summary: Current source records in the order of the facts that they name, as columns: to find facts told differently.
// params:  after: str; limit: int; seq: int
// returns: key: list[str]; digest: list[str]
MATCH (record:SourceRecord)
WHERE record.record_key > $after AND record.seq_from <= $seq AND record.seq_to > $seq AND record.op <> 'RETRACT'
WITH record ORDER BY record.record_key LIMIT $limit
RETURN collect(record.record_key) AS key, collect(record.payload_digest) AS digest
