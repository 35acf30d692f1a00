// name:    schema/unique_warning_run_run_id
// summary: No two WarningRun nodes share run_id.
// params:
// returns:
CREATE CONSTRAINT unique_warning_run_run_id IF NOT EXISTS
FOR (node:WarningRun) REQUIRE node.run_id IS UNIQUE
