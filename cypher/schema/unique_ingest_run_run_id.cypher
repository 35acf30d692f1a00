// name:    schema/unique_ingest_run_run_id
// summary: No two IngestRun nodes share run_id.
// params:
// returns:
CREATE CONSTRAINT unique_ingest_run_run_id IF NOT EXISTS
FOR (node:IngestRun) REQUIRE node.run_id IS UNIQUE
