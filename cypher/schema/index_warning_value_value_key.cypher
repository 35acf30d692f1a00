// name:    schema/index_warning_value_value_key
// summary: WarningValue nodes are found by value_key.
// params:
// returns:
CREATE INDEX index_warning_value_value_key IF NOT EXISTS
FOR (node:WarningValue) ON (node.value_key)
