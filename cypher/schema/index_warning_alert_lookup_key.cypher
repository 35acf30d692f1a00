// name:    schema/index_warning_alert_lookup_key
// summary: WarningAlert nodes are found by lookup_key.
// params:
// returns:
CREATE INDEX index_warning_alert_lookup_key IF NOT EXISTS
FOR (node:WarningAlert) ON (node.lookup_key)
