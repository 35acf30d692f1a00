// name:    schema/unique_warning_alert_version_id
// summary: No two WarningAlert nodes share version_id.
// params:
// returns:
CREATE CONSTRAINT unique_warning_alert_version_id IF NOT EXISTS
FOR (node:WarningAlert) REQUIRE node.version_id IS UNIQUE
