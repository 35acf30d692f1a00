// name:    schema/index_source_record_record_key
// summary: SourceRecord nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_source_record_record_key IF NOT EXISTS
FOR (node:SourceRecord) ON (node.record_key)
