// name:    schema/unique_source_record_source_record_id
// summary: No two SourceRecord nodes share source_record_id.
// params:
// returns:
CREATE CONSTRAINT unique_source_record_source_record_id IF NOT EXISTS
FOR (node:SourceRecord) REQUIRE node.source_record_id IS UNIQUE
