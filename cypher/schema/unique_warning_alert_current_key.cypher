// name:    schema/unique_warning_alert_current_key
// summary: No two WarningAlert nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_warning_alert_current_key IF NOT EXISTS
FOR (node:WarningAlert) REQUIRE node.current_key IS UNIQUE
