// name:    schema/index_warning_run_day
// summary: WarningRun nodes are found by day.
// params:
// returns:
CREATE INDEX index_warning_run_day IF NOT EXISTS
FOR (node:WarningRun) ON (node.day)
