// name:    schema/unique_warning_value_value_id
// summary: No two WarningValue nodes share value_id.
// params:
// returns:
CREATE CONSTRAINT unique_warning_value_value_id IF NOT EXISTS
FOR (node:WarningValue) REQUIRE node.value_id IS UNIQUE
