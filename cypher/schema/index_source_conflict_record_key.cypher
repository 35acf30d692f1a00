// name:    schema/index_source_conflict_record_key
// summary: SourceConflict nodes are found by record_key.
// params:
// returns:
CREATE INDEX index_source_conflict_record_key IF NOT EXISTS
FOR (node:SourceConflict) ON (node.record_key)
