// name:    schema/index_warning_alert_parent_id
// summary: WarningAlert nodes are found by parent_id.
// params:
// returns:
CREATE INDEX index_warning_alert_parent_id IF NOT EXISTS
FOR (node:WarningAlert) ON (node.parent_id)
