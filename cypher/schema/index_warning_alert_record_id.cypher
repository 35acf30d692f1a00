// name:    schema/index_warning_alert_record_id
// summary: WarningAlert nodes are found by record_id.
// params:
// returns:
CREATE INDEX index_warning_alert_record_id IF NOT EXISTS
FOR (node:WarningAlert) ON (node.record_id)
