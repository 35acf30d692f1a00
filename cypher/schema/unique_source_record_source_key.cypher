// name:    schema/unique_source_record_source_key
// summary: No two SourceRecord nodes share source_key.
// params:
// returns:
CREATE CONSTRAINT unique_source_record_source_key IF NOT EXISTS
FOR (node:SourceRecord) REQUIRE node.source_key IS UNIQUE
