// name:    schema/index_warning_value_day
// summary: WarningValue nodes are found by day.
// params:
// returns:
CREATE INDEX index_warning_value_day IF NOT EXISTS
FOR (node:WarningValue) ON (node.day)
