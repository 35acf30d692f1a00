// name:    schema/unique_warning_value_current_key
// summary: No two WarningValue nodes share current_key.
// params:
// returns:
CREATE CONSTRAINT unique_warning_value_current_key IF NOT EXISTS
FOR (node:WarningValue) REQUIRE node.current_key IS UNIQUE
